package dev.signalbox.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the commits that land.
final class Landing {
  private static final Pattern AUTHOR = Pattern.compile("(?s)(.*?)\\s*<([^<>]*)>\\s*");
  private static final Pattern UNSAFE = Pattern.compile("[<>\\p{Cntrl}]");

  private final Git git;
  private final Commits commits;
  private final CommitStyle style;
  private final CommitHooks hooks;

  Landing(Git git, Commits commits, CommitStyle style, CommitHooks hooks) {
    this.git = git;
    this.commits = commits;
    this.style = style;
    this.hooks = hooks;
  }

  /// A commit for the next change to be merged on. It never lands: what its message would have to
  /// say is known only after the check.
  String stack(String tree, String onto) throws WorkspaceException, InterruptedException {
    return commits.make(new Commits.Made(tree, List.of(onto)), "to be merged on\n");
  }

  /// @param author `Name <address>`, or a name alone
  /// @param log what hooks print goes there
  CommitAnswer commit(
      String tree,
      String onto,
      String author,
      String message,
      Map<String, String> trailers,
      Path log)
      throws WorkspaceException, InterruptedException {
    String before = commits.treeOf(onto);
    if (tree.equals(before)) {
      return new CommitAnswer.Made("");
    }
    CommitStyle.Ident agent = ident(author);
    Git as = style.as(git, agent);
    Trailers last = Trailers.of(style.trailers(trailers, agent));
    String text = last.after(message);
    CommitHooks.Said said =
        style.hooks()
            ? hooks.before(new CommitHooks.Draft(tree, onto, before, as, text, last), log)
            : new CommitHooks.Said.Yes(text);
    return switch (said) {
      case CommitHooks.Said.Yes yes ->
          new CommitAnswer.Made(make(as, new Commits.Made(tree, List.of(onto)), yes.text()));
      case CommitHooks.Said.No no -> no.answer();
    };
  }

  /// The commit is on the branch: what the repository's hooks do then.
  ///
  /// @return a sentence for people where that went wrong
  Optional<String> landed(String commit, Path log) throws WorkspaceException, InterruptedException {
    return style.hooks() ? hooks.after(commit, log) : Optional.empty();
  }

  /// A commit by which what is on `other` comes to the branch as well.
  String join(String tree, String onto, String other, String message, Map<String, String> trailers)
      throws WorkspaceException, InterruptedException {
    CommitStyle.Ident agent = ident("signalbox");
    return make(
        style.as(git, agent),
        new Commits.Made(tree, List.of(onto, other)),
        Trailers.of(style.trailers(trailers, agent)).after(message));
  }

  private static CommitStyle.Ident ident(String author) {
    Matcher known = AUTHOR.matcher(author);
    boolean whole = known.matches();
    String name = UNSAFE.matcher(whole ? known.group(1) : author).replaceAll(" ").strip();
    String address =
        whole ? known.group(2).strip() : RefNames.part(author) + "@agent.signalbox.invalid";
    return new CommitStyle.Ident(
        name.isEmpty() ? "agent" : name, UNSAFE.matcher(address).replaceAll(""));
  }

  private String make(Git as, Commits.Made of, String text)
      throws WorkspaceException, InterruptedException {
    return style.sign() ? commits.sign(as, of, text) : commits.make(as, of, text);
  }

  /// The message of the last commit that the agent made itself; empty where it made none.
  String messageOf(Sealed change) throws WorkspaceException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("log", "-1", "--no-walk=sorted", "--format=%B"));
    int before = command.size();
    git.line("rev-parse", change.commit() + "^@")
        .lines()
        .filter(parent -> !parent.equals(change.base()))
        .forEach(command::add);
    return command.size() == before ? "" : git.line(command.toArray(String[]::new)).strip();
  }
}
