package dev.signalbox.report;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.certificate.Certificate;
import dev.signalbox.conflict.certificate.Certificate.Landing;
import dev.signalbox.conflict.certificate.Certificate.Source;
import dev.signalbox.conflict.certificate.Certificate.Step;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.graph.Dependency;
import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.Sealed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The certificate of a run, as far as its log goes.
public final class RunCertificate {
  /// What no watching of files can see.
  private static final List<String> NEVER_COVERED =
      List.of(
          "The network, the clock, and everything else outside the work tree.",
          "What a coding agent knew without reading it.",
          "Whether a file was there that was asked for and not opened.");

  private final RunState state;

  private RunCertificate(RunState state) {
    this.state = state;
  }

  public static Certificate of(RunState state) {
    return new RunCertificate(state).certificate();
  }

  private Certificate certificate() {
    String head = state.startedAt();
    List<Step> steps = new ArrayList<>();
    for (String move : state.moves()) {
      Optional<TaskStatus> task = state.task(move);
      String before = head;
      head =
          task.map(TaskStatus::commit)
              .filter(c -> !c.isEmpty())
              .orElse(task.isPresent() ? head : move);
      steps.add(new Step(head, task.map(t -> landing(t, before)).orElse(null)));
    }
    String check = state.plan().check().command();
    return new Certificate(
        Certificate.VERSION,
        state.run(),
        state.plan().into(),
        check == null ? "" : check,
        state.startedAt(),
        head,
        steps,
        state.serialOrder(),
        state.plan().readsIgnore().stream().map(Glob::pattern).toList(),
        NEVER_COVERED);
  }

  private Landing landing(TaskStatus task, String before) {
    Attempt last = task.lastAttempt().orElse(null);
    Sealed sealed = last == null ? null : last.sealed();
    return new Landing(
        task.id(),
        task.attempts().size(),
        task.agent(),
        task.isolation(),
        sealed == null ? before : sealed.base(),
        sealed == null ? "" : sealed.commit(),
        sealed != null && !task.isFound(),
        reads(task, sealed),
        state.graph().into(task.id()).stream().map(Dependency::from).toList(),
        task.settlement()
            .map(s -> new Certificate.Resolution(s.by(), s.words(), s.paths()))
            .orElse(null));
  }

  private static Certificate.Reads reads(TaskStatus task, @Nullable Sealed sealed) {
    Reads seen = sealed == null ? Reads.UNKNOWN : sealed.reads();
    Claims claims = task.task().claims();
    if (seen.source() == Reads.Source.UNKNOWN) {
      List<String> globs = new ArrayList<>();
      if (claims.reads() != null) {
        claims.knownReads().forEach(glob -> globs.add(glob.pattern()));
        claims.knownWrites().forEach(glob -> globs.add(glob.pattern()));
      }
      Source source = claims.reads() == null ? Source.UNKNOWN : Source.DECLARED;
      return new Certificate.Reads(source, List.of(), List.of(), List.of(), globs);
    }
    if (seen.everything()) {
      return new Certificate.Reads(Source.EVERYTHING, List.of(), List.of(), List.of(), List.of());
    }
    TreeSet<String> files = new TreeSet<>(seen.files());
    files.addAll(seen.afterWriting());
    return new Certificate.Reads(
        Source.WATCHED, List.copyOf(files), seen.folders(), seen.subtrees(), List.of());
  }
}
