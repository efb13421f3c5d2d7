package dev.signalbox.claim;

import dev.signalbox.claim.GlobNode.Choice;
import dev.signalbox.claim.GlobNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Makes the automaton of a glob, by Thompson's construction with one twist: what comes out of a
/// part is not one state but up to three, told apart by what was read last.
///
/// - *in a name*: some of a name was read;
/// - *before a name*: nothing was read yet, or a `/` was;
/// - *after folders*: a `**` was passed, and the `/` that belongs to it is read already (or there
///   was none, for no folder at all): the `/` that the pattern writes next is an empty step.
///
/// So `a/**/b` needs no special case for zero folders, and neither do braces that hold a part of
/// it. At the end of the pattern only *in a name* has read a whole path; the two others mean
/// "everything below" and get a tail that reads one or more names.
final class GlobCompiler {
  /// Keeps the search for a common path within some tens of milliseconds for any pair at all.
  private static final int MAX_EDGES = 4_000;

  private static final int NOWHERE = -1;

  /// The states that a part of the glob begins or ends in, or [#NOWHERE].
  private record Ends(int inName, int beforeName, int afterFolders) {}

  private record Edge(int label, int target) {}

  private final List<List<Edge>> edges = new ArrayList<>();
  private final List<List<Integer>> empty = new ArrayList<>();
  private final List<CharacterSet> classes = new ArrayList<>();
  private final BitSet accepting = new BitSet();

  private GlobCompiler() {}

  static GlobAutomaton compile(Sequence glob) {
    GlobCompiler compiler = new GlobCompiler();
    int start = compiler.state();
    Ends end = compiler.add(glob, new Ends(NOWHERE, start, NOWHERE));
    compiler.finish(end);
    return compiler.withoutEmptySteps(start);
  }

  private Ends add(GlobNode node, Ends from) {
    return switch (node) {
      case Sequence sequence -> {
        Ends now = from;
        for (GlobNode part : sequence.parts()) {
          now = add(part, now);
        }
        yield now;
      }
      case Choice choice -> merged(choice.options().stream().map(o -> add(o, from)).toList());
      case GlobNode.Literal literal -> character(literal.codePoint(), from);
      case GlobNode.Any _ -> character(GlobAutomaton.ANY, from);
      case GlobNode.OneOf oneOf -> {
        classes.add(oneOf.set());
        yield character(GlobAutomaton.labelOfClass(classes.size() - 1), from);
      }
      case GlobNode.Star _ -> {
        int state = state();
        edge(state, GlobAutomaton.ANY, state);
        step(from.inName, state);
        step(from.beforeName, state);
        yield new Ends(state, NOWHERE, NOWHERE);
      }
      case GlobNode.Slash _ -> {
        int state = state();
        edge(from.inName, '/', state);
        step(from.afterFolders, state);
        yield new Ends(NOWHERE, state, NOWHERE);
      }
      case GlobNode.Folders _ -> {
        int between = state();
        int within = state();
        step(from.beforeName, between);
        edge(between, GlobAutomaton.ANY, within);
        edge(within, GlobAutomaton.ANY, within);
        edge(within, '/', between);
        yield new Ends(NOWHERE, NOWHERE, between);
      }
    };
  }

  private Ends character(int label, Ends from) {
    int state = state();
    edge(from.inName, label, state);
    edge(from.beforeName, label, state);
    return new Ends(state, NOWHERE, NOWHERE);
  }

  private Ends merged(List<Ends> all) {
    return new Ends(
        merge(all.stream().mapToInt(Ends::inName).toArray()),
        merge(all.stream().mapToInt(Ends::beforeName).toArray()),
        merge(all.stream().mapToInt(Ends::afterFolders).toArray()));
  }

  private int merge(int[] states) {
    int merged = NOWHERE;
    for (int state : states) {
      if (state != NOWHERE) {
        merged = merged == NOWHERE ? state() : merged;
        step(state, merged);
      }
    }
    return merged;
  }

  private void finish(Ends end) {
    if (end.inName != NOWHERE) {
      accepting.set(end.inName);
    }
    int before = state();
    int within = state();
    step(end.beforeName, before);
    step(end.afterFolders, before);
    edge(before, GlobAutomaton.ANY, within);
    edge(within, GlobAutomaton.ANY, within);
    edge(within, '/', before);
    accepting.set(within);
  }

  private int state() {
    edges.add(new ArrayList<>());
    empty.add(new ArrayList<>());
    return edges.size() - 1;
  }

  private void edge(int from, int label, int target) {
    if (from != NOWHERE) {
      edges.get(from).add(new Edge(label, target));
    }
  }

  private void step(int from, int target) {
    if (from != NOWHERE) {
      empty.get(from).add(target);
    }
  }

  /// Gives each state the edges of all it reaches by empty steps, and keeps those states that an
  /// edge leads to.
  private GlobAutomaton withoutEmptySteps(int start) {
    int[] number = new int[edges.size()];
    Arrays.fill(number, NOWHERE);
    List<Integer> kept = new ArrayList<>(List.of(start));
    number[start] = 0;
    List<int[]> labels = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    BitSet keptAccepting = new BitSet();
    int total = 0;
    for (int i = 0; i < kept.size(); i++) {
      BitSet reached = closure(kept.get(i));
      if (reached.intersects(accepting)) {
        keptAccepting.set(i);
      }
      List<Edge> all =
          reached.stream().boxed().flatMap(s -> edges.get(s).stream()).distinct().toList();
      total += all.size();
      if (total > MAX_EDGES) {
        throw new GlobSyntaxException(
            "This glob has too many alternatives in one another; write it as several.", 0);
      }
      for (Edge edge : all) {
        if (number[edge.target()] == NOWHERE) {
          number[edge.target()] = kept.size();
          kept.add(edge.target());
        }
      }
      labels.add(all.stream().mapToInt(Edge::label).toArray());
      targets.add(all.stream().mapToInt(e -> number[e.target()]).toArray());
    }
    boolean[] accepts = new boolean[kept.size()];
    keptAccepting.stream().forEach(i -> accepts[i] = true);
    return new GlobAutomaton(
        labels.toArray(int[][]::new),
        targets.toArray(int[][]::new),
        accepts,
        classes.toArray(CharacterSet[]::new));
  }

  private BitSet closure(int state) {
    BitSet reached = new BitSet();
    List<Integer> open = new ArrayList<>(List.of(state));
    reached.set(state);
    while (!open.isEmpty()) {
      for (int next : empty.get(open.removeLast())) {
        if (!reached.get(next)) {
          reached.set(next);
          open.add(next);
        }
      }
    }
    return reached;
  }
}
