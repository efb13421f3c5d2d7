package dev.signalbox.app.check;

import dev.signalbox.graph.ClaimProposal;
import dev.signalbox.graph.ClaimProposals;
import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.Stint;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.graph.UnknownTaskException;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.PastLengths;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What can be said of a plan before it runs: its problems, and where it has no errors, which task
/// comes after which and why, what would overlap, how long it takes, and what it costs that tasks
/// do not say what they write.
public final class CheckReport {
  private final PlanFile file;
  private final List<Problem> problems;
  private final @Nullable Forecast forecast;

  private CheckReport(PlanFile file, List<Problem> problems, @Nullable Forecast forecast) {
    this.file = file;
    this.problems = List.copyOf(problems);
    this.forecast = forecast;
  }

  /// What is known of a plan whose tasks form a graph.
  ///
  /// @param plan the plan
  /// @param graph its tasks
  /// @param expectations how long each task is expected to take, by its id
  /// @param criticalPath the longest chain
  /// @param predictions for some numbers of slots, ascending
  /// @param proposals claims for tasks that declare none
  record Forecast(
      Plan plan,
      TaskGraph graph,
      Map<String, Expectation> expectations,
      List<String> criticalPath,
      List<Prediction> predictions,
      List<ClaimProposal> proposals) {

    Duration expected(Task task) {
      return expectation(task.id()).length();
    }

    Expectation expectation(String id) {
      return expectations.getOrDefault(id, Expectation.OF_NOBODY);
    }

    /// Who does a task.
    String agent(String id) {
      return graph.task(id).map(Task::agent).orElse("");
    }

    Duration criticalLength() {
      return criticalPath.stream()
          .map(id -> expectation(id).length())
          .reduce(Duration.ZERO, Duration::plus);
    }

    /// What is asked of each of the plan's resources, in the order of the file.
    List<Demand> demands() {
      return plan.resources().entrySet().stream()
          .map(
              entry ->
                  new Demand(
                      entry.getKey(),
                      entry.getValue(),
                      graph.widthOf(task -> task.uses().contains(entry.getKey()))))
          .toList();
    }

    /// @param first tasks that go before all others, in this order
    Prediction predict(int parallel, List<String> first) {
      return new Prediction(
          parallel,
          graph.makespan(parallel, this::expected, this::capacity, this::amount, first),
          graph.bound(parallel, this::expected, this::capacity, this::amount));
    }

    /// The run that [#predict] says the length of.
    List<Stint> stints(int parallel, List<String> first) {
      return graph.stints(parallel, this::expected, this::capacity, this::amount, first);
    }

    private int capacity(String agent) {
      Agent known = plan.agents().get(agent);
      return known == null ? Integer.MAX_VALUE : known.capacity();
    }

    private int amount(String resource) {
      return plan.resources().getOrDefault(resource, Integer.MAX_VALUE);
    }

    long undeclared() {
      return graph.tasks().stream().filter(task -> !task.claims().declaresWrites()).count();
    }
  }

  /// @param history how long attempts took in earlier runs
  /// @param exists whether the repository has a file or folder at a path; one that ends in `/` asks
  ///   for a folder. [RepositoryFiles] answers from disk
  public static CheckReport of(PlanFile file, PastLengths history, Predicate<String> exists) {
    return of(file, history, Map.of(), exists);
  }

  /// @param changedEarlier which paths tasks changed in earlier runs, by id
  public static CheckReport of(
      PlanFile file,
      PastLengths history,
      Map<String, Set<String>> changedEarlier,
      Predicate<String> exists) {
    return of(file, history, changedEarlier, exists, List.of());
  }

  /// @param found problems that the file alone does not show
  public static CheckReport of(
      PlanFile file,
      PastLengths history,
      Map<String, Set<String>> changedEarlier,
      Predicate<String> exists,
      List<Problem> found) {
    List<Problem> problems = new ArrayList<>(file.problems());
    problems.addAll(found);
    problems.sort(Comparator.comparingInt(Problem::line));
    boolean refused = found.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    Plan plan = refused ? null : file.plan();
    TaskGraph graph = plan == null ? null : graph(file, plan, problems);
    return new CheckReport(
        file,
        problems,
        plan == null || graph == null
            ? null
            : forecast(plan, graph, history, changedEarlier, exists));
  }

  private static @Nullable TaskGraph graph(PlanFile file, Plan plan, List<Problem> problems) {
    try {
      return new DependencyResolver(plan.undeclared()).addAll(plan.tasks()).graph();
    } catch (CycleException e) {
      problems.add(CycleProblem.of(file, e));
    } catch (UnknownTaskException e) {
      problems.add(file.error("tasks." + e.dependency().to(), String.valueOf(e.getMessage()), ""));
    }
    return null;
  }

  private static Forecast forecast(
      Plan plan,
      TaskGraph graph,
      PastLengths history,
      Map<String, Set<String>> changedEarlier,
      Predicate<String> exists) {
    Map<String, Expectation> expectations = new LinkedHashMap<>();
    plan.tasks().forEach(task -> expectations.put(task.id(), Expectation.of(task, history)));
    Forecast forecast =
        new Forecast(
            plan,
            graph,
            Collections.unmodifiableMap(expectations),
            graph.criticalPath(task -> Expectation.of(task, history).length()),
            new ArrayList<>(),
            ClaimProposals.of(plan.tasks(), changedEarlier, exists));
    // Each is a run of the whole plan in thought.
    forecast.predictions.addAll(
        slots(plan, graph).parallelStream().map(n -> forecast.predict(n, List.of())).toList());
    return forecast;
  }

  /// One, two, what the plan says, twice that, and as many as could ever be of use.
  private static Set<Integer> slots(Plan plan, TaskGraph graph) {
    int width = graph.width();
    int most = Math.max(plan.parallel(), width);
    Set<Integer> slots = new TreeSet<>(List.of(1, 2, 2 * plan.parallel(), width));
    slots.removeIf(n -> n < 1 || n > most);
    slots.add(plan.parallel());
    return slots;
  }

  /// What is wrong: the plan reader's errors and warnings, and what only the graph shows.
  public List<Problem> problems() {
    return problems;
  }

  /// Whether the plan cannot run as it is.
  public boolean hasErrors() {
    return problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  /// The tasks and their edges, where there are no errors.
  public Optional<TaskGraph> graph() {
    return Optional.ofNullable(forecast).map(Forecast::graph);
  }

  /// Predicted lengths of a run, by slots ascending; none where there are errors.
  public List<Prediction> predictions() {
    return forecast == null ? List.of() : Collections.unmodifiableList(forecast.predictions());
  }

  /// The run played through in thought; nothing where there are errors.
  ///
  /// @param parallel with how many slots; as many as the plan says where null
  /// @param moves of tasks in the queue, one after the other
  /// @throws Move.MoveException where a move means nothing; the message is a sentence with the
  ///   remedy
  public Optional<Simulation> simulate(@Nullable Integer parallel, List<Move> moves)
      throws Move.MoveException {
    return forecast == null
        ? Optional.empty()
        : Optional.of(Simulation.of(file, forecast, parallel, moves));
  }

  /// For a person at a terminal.
  ///
  /// @param colours whether the terminal shows them
  public String text(boolean colours) {
    return new CheckText(file, problems, forecast, new Ink(colours)).write();
  }

  /// For a program; [CheckJson] says what it holds.
  public String json() {
    return CheckJson.write(file, problems, forecast);
  }
}
