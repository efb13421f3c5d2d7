package dev.signalbox.console.model;

import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.Blocker;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// What a task waits for, in three lengths: a word for a table's cell, a line for a node, a
/// sentence for the queue and the inspector.
public final class WaitingWords {
  private WaitingWords() {}

  /// `3 tasks`, `claim`, `you`.
  public static String brief(Blocker blocker, Instant now) {
    return switch (blocker) {
      case Blocker.OnTasks b when b.tasks().isEmpty() -> "next";
      case Blocker.OnTasks b -> Amounts.count(b.tasks().size(), "task", "tasks");
      case Blocker.OnClaim _ -> "claim";
      case Blocker.OnAgent _ -> "agent";
      case Blocker.OnTurn _ -> "turn";
      case Blocker.OnResource b -> b.resource();
      case Blocker.OnBreaker b -> "in " + Amounts.left(now, b.until());
      case Blocker.OnLimit b -> "in " + Amounts.left(now, b.until());
      case Blocker.OnHold _ -> "held";
      case Blocker.OnSlot b -> b.parallel() == 0 ? "room" : "slot";
      case Blocker.OnPerson _ -> "you";
      case Blocker.OnBackoff b -> "in " + Amounts.left(now, b.at());
      case Blocker.OnReader b -> b.task();
      case Blocker.OnYield b -> b.task();
      case Blocker.OnMergeQueue b -> "queue " + b.position();
      case Blocker.OnBaseCheck _ -> "base";
      case Blocker.OnRun b -> b.what();
      case Blocker.Nothing _ -> "next";
    };
  }

  /// `waits: 3 tasks`, `waits for you`, `tries again in 0:20`.
  public static String line(Blocker blocker, Instant now) {
    return switch (blocker) {
      case Blocker.OnTasks b when b.tasks().isEmpty() -> "starts next";
      case Blocker.OnTasks _,
          Blocker.OnClaim _,
          Blocker.OnAgent _,
          Blocker.OnTurn _,
          Blocker.OnResource _,
          Blocker.OnSlot _ ->
          "waits: " + brief(blocker, now);
      case Blocker.OnBreaker b -> "agent again in " + Amounts.left(now, b.until());
      case Blocker.OnLimit b -> "limit ends in " + Amounts.left(now, b.until());
      case Blocker.OnHold b -> "held by " + b.by();
      case Blocker.OnPerson _ -> "waits for you";
      case Blocker.OnBackoff b -> "again in " + Amounts.left(now, b.at());
      case Blocker.OnReader b -> "lands after " + b.task();
      case Blocker.OnYield b -> (b.starts() ? "again after " : "lands after ") + b.task();
      case Blocker.OnMergeQueue b -> "merge queue, " + ordinal(b.position());
      case Blocker.OnBaseCheck _ -> "waits: base check";
      case Blocker.OnRun b -> "run is " + b.what();
      case Blocker.Nothing _ -> "starts next";
    };
  }

  /// The whole reason, with the tasks in it to be followed.
  public static Sentence sentence(Blocker blocker, Instant now, ZoneId zone) {
    return switch (blocker) {
      case Blocker.OnTasks b when b.tasks().isEmpty() ->
          Sentence.of("Nothing stands in its way; it starts next.");
      case Blocker.OnTasks b -> {
        List<String> tasks = b.tasks();
        Sentence names = Sentence.of("Comes after ").tasks(tasks, 4);
        yield names.words(
            tasks.size() == 1 ? ", which has not landed." : ", which have not landed.");
      }
      case Blocker.OnClaim b -> claim(b, zone);
      case Blocker.OnAgent b ->
          Sentence.of(
              "All of %s’s capacity is taken: it works on %s at once."
                  .formatted(b.agent(), Amounts.count(b.capacity(), "task", "tasks")));
      case Blocker.OnTurn b ->
          Sentence.of("Leaves %s to ".formatted(b.what()))
              .task(b.task())
              .words(", which has been overtaken often enough.");
      case Blocker.OnResource b -> resource(b);
      case Blocker.OnBreaker b ->
          Sentence.of(
              "%s failed %d times in a row and is tried again in %s."
                  .formatted(b.agent(), b.failures(), Amounts.left(now, b.until())));
      case Blocker.OnLimit b ->
          Sentence.of(
              "The usage limit of %s is reached; it ends in %s."
                  .formatted(b.account(), Amounts.left(now, b.until())));
      case Blocker.OnHold b -> Sentence.of("Held by %s until it is released.".formatted(b.by()));
      case Blocker.OnSlot b when b.parallel() == 0 ->
          Sentence.of("Nothing starts for now: " + b.why());
      case Blocker.OnSlot b -> {
        String taken =
            b.parallel() == 1
                ? "One task runs at a time, and one does."
                : "All %d slots are taken.".formatted(b.parallel());
        yield Sentence.of(
            b.why().isEmpty() ? taken : taken + " They are fewer for now: " + asSentence(b.why()));
      }
      case Blocker.OnPerson b -> Sentence.of(b.question());
      case Blocker.OnBackoff b -> {
        String due = "Tries again in %s.".formatted(Amounts.left(now, b.at()));
        yield Sentence.of(b.reason().isEmpty() ? due : due + " " + asSentence(b.reason()));
      }
      case Blocker.OnReader b ->
          Sentence.EMPTY
              .task(b.task())
              .words(" has read what this changes and runs again; it lands first.");
      case Blocker.OnYield b when b.starts() ->
          Sentence.of("Runs again once ").task(b.task()).words(" has landed.");
      case Blocker.OnYield b -> Sentence.of("Lets ").task(b.task()).words(" land first.");
      case Blocker.OnMergeQueue b ->
          Sentence.of(
              b.position() == 1
                  ? "Is next in the merge queue; one change lands at a time."
                  : "Is %s in the merge queue; one change lands at a time."
                      .formatted(ordinal(b.position())));
      case Blocker.OnBaseCheck _ ->
          Sentence.of("The check runs on the base first; nothing lands before it has passed.");
      case Blocker.OnRun b -> Sentence.of("The run is %s.".formatted(b.what()));
      case Blocker.Nothing _ -> Sentence.of("Nothing stands in its way; it starts next.");
    };
  }

  private static Sentence resource(Blocker.OnResource b) {
    Sentence sentence = Sentence.EMPTY.code(b.resource());
    return b.holders().isEmpty()
        ? sentence.words(" is taken.")
        : sentence.words(
            " is taken by %s; there %s %d."
                .formatted(
                    String.join(", ", b.holders()), b.amount() == 1 ? "is" : "are", b.amount()));
  }

  private static Sentence claim(Blocker.OnClaim claim, ZoneId zone) {
    Sentence sentence;
    if (claim.since() == null) {
      sentence = Sentence.of("Stands behind ").task(claim.holder()).words(", which also claims ");
    } else {
      sentence = Sentence.EMPTY.task(claim.holder()).words(" holds ");
    }
    sentence = sentence.code(claim.theirs());
    if (claim.since() != null) {
      sentence = sentence.words(" since " + Durations.timeOfDay(claim.since(), zone));
    }
    if (claim.mine().equals(claim.theirs())) {
      return sentence.words(", which this task writes too.");
    }
    sentence = sentence.words("; this task writes ").code(claim.mine());
    boolean proof = !claim.witness().isEmpty() && !claim.witness().equals(claim.mine());
    return proof
        ? sentence.words(". Both match ").code(claim.witness()).words(".")
        : sentence.words(".");
  }

  private static String asSentence(String text) {
    // A path or an id is written as it is.
    boolean word = text.matches("\\p{L}+( .*|\\.?)");
    String capital = word ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text;
    return capital.endsWith(".") ? capital : capital + ".";
  }

  private static String ordinal(int position) {
    int tens = position % 100;
    String end =
        tens >= 11 && tens <= 13
            ? "th"
            : switch (position % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return position + end;
  }
}
