package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the commits that land.
final class Landing {
  private static final Pattern AUTHOR = Pattern.compile("(?s)(.*?)\\s*<([^<>]*)>\\s*");
  private static final Pattern UNSAFE = Pattern.compile("[<>\\p{Cntrl}]");

  private final Git git;
  private final Commits commits;
  private final CommitStyle style;

  Landing(Git git, Commits commits, CommitStyle style) {
    this.git = git;
    this.commits = commits;
    this.style = style;
  }

  /// A commit for the next change to be merged on. It never lands: what its message would have to
  /// say is known only after the check.
  String stack(String tree, String onto) throws WorkspaceException, InterruptedException {
    return commits.make(new Commits.Made(tree, List.of(onto)), "to be merged on\n");
  }

  /// @param author `Name <address>`, or a name alone
  /// @return empty where `onto` has that tree already
  String commit(
      String tree, String onto, String author, String message, Map<String, String> trailers)
      throws WorkspaceException, InterruptedException {
    if (tree.equals(commits.treeOf(onto))) {
      return "";
    }
    return commit(new Commits.Made(tree, List.of(onto)), author, message, trailers);
  }

  /// A commit by which what is on `other` comes to the branch as well.
  String join(String tree, String onto, String other, String message, Map<String, String> trailers)
      throws WorkspaceException, InterruptedException {
    return commit(new Commits.Made(tree, List.of(onto, other)), "signalbox", message, trailers);
  }

  private String commit(
      Commits.Made of, String author, String message, Map<String, String> trailers)
      throws WorkspaceException, InterruptedException {
    Matcher known = AUTHOR.matcher(author);
    boolean whole = known.matches();
    String name = UNSAFE.matcher(whole ? known.group(1) : author).replaceAll(" ").strip();
    String address =
        whole ? known.group(2).strip() : RefNames.part(author) + "@agent.signalbox.invalid";
    CommitStyle.Ident agent =
        new CommitStyle.Ident(
            name.isEmpty() ? "agent" : name, UNSAFE.matcher(address).replaceAll(""));
    Git as = style.as(git, agent);
    String text = text(message, style.trailers(trailers, agent));
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

  // A value over several lines would end the trailers, or forge one.
  private static String text(String message, Map<String, String> trailers) {
    StringBuilder text = new StringBuilder(message.replace("\0", "").strip()).append('\n');
    if (!trailers.isEmpty()) {
      text.append('\n');
      trailers.forEach(
          (key, value) ->
              text.append(key)
                  .append(": ")
                  .append(value.replaceAll("\\p{Cntrl}+", " ").strip())
                  .append('\n'));
    }
    return text.toString();
  }
}
