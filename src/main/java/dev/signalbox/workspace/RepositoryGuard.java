package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds what an attempt changed in the user's repository beside its own work tree, keeps it, and
/// puts back what was there where the plan wants that.
///
/// Attempts overlap in time, and the user works on as well. So a change is an attempt's only where
/// git's own records say so: its committer in the reflog, or its traced commands. What the user or
/// another attempt did is passed over; what nothing tells is said once and left alone.
final class RepositoryGuard {
  private final Repository repository;
  private final String ours;
  private final Map<AttemptKey, Window> open = new ConcurrentHashMap<>();
  private final Set<String> settled = new HashSet<>();
  private final RefChanges refs;
  private final StashChanges stash;
  private final SettingChanges settings;
  private final CheckoutChanges checkout;

  /// @param ours the ref of the integration branch
  /// @param kept a folder for settings that are put back
  RepositoryGuard(Repository repository, String ours, boolean undo, Path kept) {
    this.repository = repository;
    this.ours = ours;
    this.refs = new RefChanges(repository, undo);
    this.stash = new StashChanges(repository.git(), undo);
    this.settings = new SettingChanges(repository, undo, kept);
    this.checkout = new CheckoutChanges(repository);
  }

  private record Window(RepositoryState before, Path trace) {}

  /// One attempt's changes under examination.
  ///
  /// @param trace its own git commands
  /// @param others those of the attempts that run beside it
  /// @param settled what was told already, of this attempt or another; grows
  /// @param said the sentences for people; grows
  record Case(
      AttemptKey key,
      String email,
      GitTrace trace,
      List<GitTrace> others,
      Set<String> settled,
      List<String> said) {

    /// @return whether `what` was not told before
    boolean settle(String what) {
      return settled.add(what);
    }
  }

  /// Whose a change is, as far as git's records tell.
  enum Whose {
    THIS_ATTEMPT,
    /// Somebody else's: another attempt's, or the user's.
    ANOTHER,
    /// This attempt's and somebody else's.
    SHARED,
    UNKNOWN;

    static Whose of(boolean mine, boolean others) {
      if (mine && others) {
        return SHARED;
      }
      return mine ? THIS_ATTEMPT : others ? ANOTHER : UNKNOWN;
    }
  }

  /// Looks at the user's checkout before an attempt, beside whatever else is done for it.
  Beside<Boolean> lookingBefore(AttemptKey key) {
    return Beside.of(
        () -> {
          checkout.begin(key.task());
          return true;
        });
  }

  void begin(AttemptKey key, Path trace, Beside<Boolean> looking)
      throws WorkspaceException, InterruptedException, IOException {
    open.put(key, new Window(RepositoryState.read(repository, ours), trace));
    looking.get();
  }

  /// Begins to look at the user's checkout after an attempt, beside whatever else is done about it.
  Beside<List<String>> looking(AttemptKey key) {
    return Beside.of(() -> checkout.end(key.task()));
  }

  /// @param looking what was begun when the attempt's command had ended
  /// @return sentences for people
  synchronized List<String> end(AttemptKey key, Beside<List<String>> looking)
      throws WorkspaceException, InterruptedException, IOException {
    List<String> inTheCheckout = looking.get();
    @Nullable Window window = open.remove(key);
    if (window == null) {
      return List.of();
    }
    List<String> said = new ArrayList<>();
    RepositoryState before = window.before();
    RepositoryState after = RepositoryState.read(repository, ours);
    if (before.sameAs(after)) {
      said.addAll(inTheCheckout);
    } else {
      repository(key, window, after, said);
      // Where its branch moved, so did its files; what was put back is no change.
      checkout.lookAnew();
    }
    return List.copyOf(said);
  }

  private void repository(AttemptKey key, Window window, RepositoryState after, List<String> said)
      throws WorkspaceException, InterruptedException, IOException {
    RepositoryState before = window.before();
    List<GitTrace> others = new ArrayList<>();
    for (Window other : open.values()) {
      others.add(GitTrace.read(other.trace()));
    }
    Case found =
        new Case(
            key,
            AttemptIdentity.of(key).email(),
            GitTrace.read(window.trace()),
            others,
            settled,
            said);
    stash.examine(found, before.stash(), after.stash());
    refs.examine(found, before, after);
    settings.examine(found, before.config(), after.config());
    files(found, before, after);
  }

  /// Forgets an attempt that did not come about.
  ///
  /// @param looking what was begun for it
  void abandon(AttemptKey key, Beside<Boolean> looking) throws InterruptedException {
    try {
      looking.get();
    } catch (WorkspaceException e) {
      System.getLogger(RepositoryGuard.class.getName()).log(System.Logger.Level.DEBUG, e);
    }
    abandon(key);
  }

  /// Forgets an attempt whose work tree is gone.
  void abandon(AttemptKey key) {
    open.remove(key);
    checkout.abandon(key.task());
  }

  // A hook runs when the user commits, so it is said whoever made it.
  private static void files(Case found, RepositoryState before, RepositoryState after) {
    Set<String> names = new HashSet<>(before.files().keySet());
    names.addAll(after.files().keySet());
    for (String name : names.stream().sorted().toList()) {
      String now = after.files().getOrDefault(name, "");
      if (!now.equals(before.files().getOrDefault(name, "")) && found.settle(name + " " + now)) {
        found
            .said()
            .add(
                "The file "
                    + name
                    + " of the repository's git folder was changed while it ran; nothing tells by"
                    + " whom, and it was left as it is.");
      }
    }
  }
}
