package dev.signalbox.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The check that a merged tree must pass before it lands.
///
/// @param command the shell command, or null where the plan has none
/// @param onBase whether it runs once on the base before the first landing
/// @param clean whether ignored files are removed from its work tree before each run
/// @param timeout how long one run may take, or null for no limit
/// @param uses names of the plan's resources that it needs while it runs
/// @param runs how often it runs
public record CheckPolicy(
    @Nullable String command,
    boolean onBase,
    boolean clean,
    @Nullable Duration timeout,
    List<String> uses,
    Runs runs) {
  public static final CheckPolicy NONE = new CheckPolicy(null, false, false, null);

  /// A check that needs no resources.
  public CheckPolicy(
      @Nullable String command, boolean onBase, boolean clean, @Nullable Duration timeout) {
    this(command, onBase, clean, timeout, List.of(), Runs.DEFAULT);
  }

  public CheckPolicy {
    uses = List.copyOf(uses);
    // A plan in an earlier journal has none.
    runs = runs == null ? Runs.DEFAULT : runs;
  }

  /// The same, run so often.
  public CheckPolicy with(Runs others) {
    return new CheckPolicy(command, onBase, clean, timeout, uses, others);
  }

  /// The same, with resources it needs.
  public CheckPolicy using(List<String> resources) {
    return new CheckPolicy(command, onBase, clean, timeout, resources, runs);
  }

  /// How often it runs.
  ///
  /// @param each whether once for each task, and never for several together
  /// @param retries how often it runs again on a tree on which it failed, before that counts; null
  ///   where the plan does not say
  /// @param speculative whether it also runs on two changes together that wait for a person
  public record Runs(boolean each, @Nullable Integer retries, Boolean speculative) {
    public static final Runs DEFAULT = new Runs(false, null);

    public Runs {
      // A plan in an earlier journal does not say.
      speculative = speculative == null || speculative;
    }

    public Runs(boolean each, @Nullable Integer retries) {
      this(each, retries, true);
    }

    /// How often it runs again where it failed on the changes of so many tasks. That of several is
    /// repeated once: to find out whose fault it is costs more. That of one is an answer, and its
    /// agent is told.
    public int retriesFor(int tasks) {
      return retries != null ? retries : tasks > 1 ? 1 : 0;
    }
  }
}
