package dev.signalbox.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClaimProposalsTest {
  private static final List<String> FILES =
      List.of(
          "README.md",
          "Makefile",
          "src/app.py",
          "src/api/routes.py",
          "src/api/users.py",
          "scripts/add-table.sh",
          "db/schema.sql",
          ".github/workflows/ci.yml");

  /// What [ClaimProposals] asks of a repository, answered from a list of files.
  private static Predicate<String> repository(List<String> files) {
    return path ->
        path.endsWith("/")
            ? files.stream().anyMatch(file -> file.startsWith(path))
            : files.contains(path) || files.stream().anyMatch(file -> file.startsWith(path + "/"));
  }

  private static List<String> ofCommand(String run) {
    return globs(new Task("t", "A", "", Map.of("table", "invoices")).withRun(run));
  }

  private static List<String> ofProse(String description) {
    return globs(new Task("t", "A", description, Map.of()));
  }

  private static List<String> globs(Task task) {
    return ClaimProposals.of(List.of(task), Map.of(), repository(FILES)).stream()
        .map(ClaimProposal::glob)
        .toList();
  }

  private static List<ClaimProposal> ofEarlier(String... paths) {
    Set<String> changed = new LinkedHashSet<>(List.of(paths));
    return ClaimProposals.of(
        List.of(new Task("t", "A", "", Map.of())), Map.of("t", changed), repository(FILES));
  }

  @Test
  void aTaskThatDeclaresItsWritesGetsNone() {
    Task task =
        new Task("t", "A", "Change src/app.py", Map.of())
            .withClaims(new Claims(null, List.of(Glob.parse("docs/**"))));
    assertThat(globs(task)).isEmpty();
  }

  @Test
  void pathsThatProseNamesAreProposed() {
    assertThat(ofProse("Rename the field in src/app.py, `src/api/users.py` and (README.md)."))
        .containsExactly("src/app.py", "src/api/users.py", "README.md");
    assertThat(ofProse("Tidy up src/api/ and ./db")).containsExactly("src/api/**", "db/**");
    assertThat(ofProse("Edit .github/workflows/ci.yml"))
        .containsExactly(".github/workflows/ci.yml");
    assertThat(ofProse("All of src/**/*.py")).containsExactly("src/**/*.py");
  }

  @Test
  void pathsThatAreToBeMadeUnderAFolderThatIsThereAreProposed() {
    assertThat(ofProse("Add src/billing/invoice.py and src/reports"))
        .containsExactly("src/billing/invoice.py", "src/reports/**");
  }

  @Test
  void wordsThatOnlyLookLikePathsAreNot() {
    assertThat(
            ofProse(
                "Read and/or write with Node.js, see https://example.org/src/app.py, /src/app.py,"
                    + " ~/src/app.py, ../src/app.py, e.g. nowhere/x.py and @src/app.py. The src is"
                    + " never .git/config"))
        .isEmpty();
  }

  @Test
  void aCommandsTargetsAreProposedAndWhatItRunsOrReadsIsNot() {
    assertThat(ofCommand("./scripts/add-table.sh src/app.py")).containsExactly("src/app.py");
    assertThat(ofCommand("python3 scripts/gen.py --out=db/out.json < README.md"))
        .containsExactly("db/out.json");
    assertThat(ofCommand("cat src/app.py db/schema.sql >> src/all.py 2>/dev/null"))
        .containsExactly("src/all.py");
    assertThat(ofCommand("grep -q x src/app.py && sed -i 's/a/b/' src/api/users.py; cat README.md"))
        .containsExactly("src/api/users.py");
    assertThat(ofCommand("LANG=C sh scripts/add-table.sh \"db/schema.sql\""))
        .containsExactly("db/schema.sql");
    assertThat(ofCommand("mkdir -p src/new && date > NOTES.md"))
        .containsExactly("src/new/**", "NOTES.md");
  }

  @Test
  void valuesStandWhereTheCommandRefersToThem() {
    assertThat(ofCommand("touch db/${input.table}.sql")).containsExactly("db/invoices.sql");
    assertThat(ofCommand("touch db/${tasks.a.output.name}.sql src/$NAME.py $HOME/src/app.py"))
        .containsExactly("db/*.sql", "src/*.py");
  }

  @Test
  void everyProposalSaysWhatItRestsOn() {
    Task task = new Task("t", "A", "Change src/app.py", Map.of()).withRun("edit src/app.py");
    assertThat(
            ClaimProposals.of(
                List.of(task), Map.of("t", Set.of("db/schema.sql")), repository(FILES)))
        .containsExactly(
            new ClaimProposal("t", "src/app.py", "its command names it, its description names it"),
            new ClaimProposal("t", "db/schema.sql", "an earlier run changed it"));
  }

  @Test
  void moreThanFourOfAFolderAreFoldedIntoIt() {
    assertThat(ofEarlier("a/1", "a/2", "a/3", "a/4")).hasSize(4);
    assertThat(ofEarlier("a/1", "a/2", "b/x", "a/3", "a/4", "a/c/5", "a/5"))
        .containsExactly(
            new ClaimProposal("t", "a/**", "an earlier run changed 6 paths in it"),
            new ClaimProposal("t", "b/x", "an earlier run changed it"));
  }

  @Test
  void crowdedFoldersOfOneFolderAreFoldedAgain() {
    String[] paths = new String[25];
    for (int i = 0; i < 25; i++) {
      paths[i] = "a/" + i / 5 + "/" + i % 5;
    }
    assertThat(ofEarlier(paths))
        .containsExactly(new ClaimProposal("t", "a/**", "an earlier run changed 25 paths in it"));
  }

  @Test
  void theRootIsNeverProposedWhole() {
    assertThat(ofEarlier("1", "2", "3", "4", "5", "6")).hasSize(6);
  }

  @Property
  void whatWasProposedMatchesWhatWasChanged(
      @ForAll @Size(max = 12)
          Set<@NotEmpty @Chars({'a', 'b', '/', '*', '[', '!', '{', '\\', '.'}) String> raw) {
    Set<String> changed = new TreeSet<>();
    for (String path : raw) {
      String plain = path.replaceAll("/+", "/").replaceAll("^/|/$", "").replaceAll("\\.", "d");
      if (!plain.isEmpty()) {
        changed.add(plain);
      }
    }
    List<Glob> globs =
        ofEarlier(changed.toArray(String[]::new)).stream()
            .map(proposal -> Glob.parse(proposal.glob()))
            .toList();
    assertThat(changed).allMatch(path -> globs.stream().anyMatch(glob -> glob.matches(path)));
  }
}
