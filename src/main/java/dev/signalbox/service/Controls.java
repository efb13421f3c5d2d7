package dev.signalbox.service;

import dev.signalbox.engine.Command;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who of all that look at a run may steer it: one at a time.
///
/// At first that is the owner, the process that runs it. Another asks; whoever has the controls is
/// told, and they change hands once it agrees, or has not answered in time: a window nobody sits
/// before must not keep a run from the person who is there. Whoever goes away leaves them to the
/// owner.
public final class Controls implements AutoCloseable {
  private final Duration patience;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("signalbox-controls").factory());
  private final Set<Party> watching = new LinkedHashSet<>();
  private Party owner = new Unattended();
  private Party holder = owner;
  private @Nullable Wish wish;

  /// One who may have the controls.
  public interface Party {
    /// As others are told who has them.
    String name();

    /// Whether nobody has to be asked: there is no person there.
    boolean agreesAtOnce();

    /// Called with the lock held: must not block and not call back.
    void hear(News news);
  }

  /// What a party is told.
  public sealed interface News {
    /// `by` asks you for the controls.
    record Asked(String by) implements News {}

    /// @param yours whether it is you who has them now
    record Held(String holder, boolean yours) implements News {}
  }

  private record Wish(
      Party by, CompletableFuture<Command.Result> answer, ScheduledFuture<?> deadline) {}

  /// A process without a window.
  private record Unattended() implements Party {
    @Override
    public String name() {
      return "the process that runs it";
    }

    @Override
    public boolean agreesAtOnce() {
      return true;
    }

    @Override
    public void hear(News news) {}
  }

  /// @param patience how long a question for the controls may stay unanswered
  public Controls(Duration patience) {
    this.patience = patience;
  }

  /// The window of the process that runs it, where it has one.
  public synchronized void attend(Party party) {
    boolean had = holder == owner;
    owner = party;
    if (had) {
      give(party);
    } else {
      party.hear(new News.Held(holder.name(), false));
    }
  }

  /// One more looks at the run, and is told from now on who has the controls.
  synchronized void watch(Party party) {
    watching.add(party);
    party.hear(new News.Held(holder.name(), party == holder));
  }

  synchronized boolean mayCommand(Party party) {
    return party == holder || !watching.contains(party);
  }

  public synchronized String holder() {
    return holder.name();
  }

  /// Asks for the controls.
  ///
  /// @param onlyIfFree whether to leave it at that where somebody would have to be asked
  synchronized CompletableFuture<Command.Result> take(Party by, boolean onlyIfFree) {
    if (by == holder) {
      return answered(true, "You have the controls.");
    }
    if (holder.agreesAtOnce()) {
      give(by);
      return answered(true, "You have the controls now.");
    }
    if (onlyIfFree) {
      return answered(false, "%s has the controls.".formatted(holder.name()));
    }
    if (wish != null) {
      return answered(false, "%s has asked for them already.".formatted(wish.by().name()));
    }
    CompletableFuture<Command.Result> answer = new CompletableFuture<>();
    ScheduledFuture<?> deadline =
        timer.schedule(() -> overdue(answer), patience.toMillis(), TimeUnit.MILLISECONDS);
    wish = new Wish(by, answer, deadline);
    holder.hear(new News.Asked(by.name()));
    return answer;
  }

  /// The owner asks for them back.
  public synchronized CompletableFuture<Command.Result> takeBack() {
    return take(owner, false);
  }

  /// What the owner answers to whoever asks for the controls.
  public synchronized Command.Result answerAsOwner(boolean agreed) {
    return answer(owner, agreed);
  }

  /// What `party`, which has the controls, answers to whoever asks for them.
  synchronized Command.Result answer(Party party, boolean agreed) {
    Wish asked = wish;
    if (party != holder || asked == null) {
      return new Command.Result(false, "Nobody asks you for the controls.");
    }
    settle(agreed, agreed ? "You have the controls now." : holder.name() + " keeps the controls.");
    return new Command.Result(
        true, agreed ? asked.by().name() + " has the controls now." : "You keep the controls.");
  }

  /// Gives the controls back to the owner.
  synchronized Command.Result release(Party party) {
    if (party != holder || party == owner) {
      return new Command.Result(false, "You do not have the controls.");
    }
    give(owner);
    return new Command.Result(true, owner.name() + " has the controls now.");
  }

  synchronized void leave(Party party) {
    watching.remove(party);
    if (wish != null && wish.by() == party) {
      settle(false, "You went away.");
    }
    if (party == holder) {
      give(owner);
    }
  }

  private synchronized void overdue(CompletableFuture<Command.Result> question) {
    if (wish != null && wish.answer() == question) {
      settle(true, holder.name() + " did not answer; you have the controls now.");
    }
  }

  private void settle(boolean agreed, String words) {
    Wish settled = wish;
    if (settled == null) {
      return;
    }
    wish = null;
    settled.deadline().cancel(false);
    if (agreed) {
      give(settled.by());
    } else {
      holder.hear(new News.Held(holder.name(), true));
    }
    settled.answer().complete(new Command.Result(agreed, words));
  }

  private void give(Party to) {
    holder = to;
    if (wish != null && wish.by() == to) {
      settle(false, "You have the controls already.");
    }
    owner.hear(new News.Held(to.name(), owner == to));
    for (Party each : watching) {
      if (each != owner) {
        each.hear(new News.Held(to.name(), each == to));
      }
    }
    if (wish != null) {
      // Whoever has them now has not been asked yet.
      if (to.agreesAtOnce()) {
        settle(true, "You have the controls now.");
      } else {
        to.hear(new News.Asked(wish.by().name()));
      }
    }
  }

  private static CompletableFuture<Command.Result> answered(boolean accepted, String text) {
    return CompletableFuture.completedFuture(new Command.Result(accepted, text));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
