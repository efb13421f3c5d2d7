package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The simulator simulated upon: the engine is compiled once more with one bug planted in its
/// source, and the simulator has to find it. `-Dsimulator.planted=N` goes on for N seeds and prints
/// in how many of them it did, as the guide has it.
class PlantedBugsTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/signalbox/engine");
  private static final Logger EFFECTS = Logger.getLogger(Effects.class.getName());

  /// By when a bug must be found.
  private static final int SEEDS = 3_000;

  @TempDir static Path folder;

  /// @param original stands in the source exactly once
  private record Bug(String name, String file, String original, String planted) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Bug> bugs() {
    return List.of(
        new Bug(
            "a lost wake-up: nobody looks at what comes after a task that has landed",
            "LandingLane.java",
            "state.history.isolationOf(status)));\n    moved.accept(status.id());",
            "state.history.isolationOf(status)));"),
        new Bug(
            "a claim released early: when the command ends, not when the change has landed",
            "RunFold.java",
            "case Event.AttemptEnded e -> count(state.agent(status.agent()), e.reason());",
            """
            case Event.AttemptEnded e -> {
              count(state.agent(status.agent()), e.reason());
              status.holdsClaims = false;
              state.claims.release(status.id());
            }"""),
        new Bug(
            "a landing before its journal entry",
            "LandingLane.java",
            "go(() -> effects.land(landing, tip, head));",
            "busy = true; effects.land(landing, tip, head);"),
        new Bug(
            "a landing that a crash cut short is taken for done, and git is not asked",
            "LandingLane.java",
            "go(() -> effects.settleLanding(landing, tip, onto));",
            "landing.forEach(this::landed);"),
        new Bug(
            "of several that land together only the first is checked",
            "Batch.java",
            "return members.getLast().merge().tree();",
            "return members.getFirst().merge().tree();"),
        new Bug(
            "what a person made of one conflict takes the place of another",
            "LandingEffects.java",
            "given.digest().equals(c.digest())",
            "!given.digest().equals(\"\" + c)"),
        new Bug(
            "a yes to the landing of something else counts",
            "LandingLane.java",
            "status.approvedLandingDigest().filter(status.mergedDigest()::equals).isEmpty();",
            "status.approvedLandingDigest().isEmpty();"),
        new Bug(
            "an agent is given one task too many",
            "Scheduler.java",
            ">= state.capacity(agent.get())) {",
            "> state.capacity(agent.get())) {"),
        new Bug(
            "an agent that is on trial is given more than one task",
            "AgentStatus.java",
            "case HALF_OPEN -> busy == 0;",
            "case HALF_OPEN -> true;"),
        new Bug(
            "a usage limit counts for one agent of its account only",
            "AgentChoice.java",
            "!state.limits().containsKey(state.account(id))",
            "!state.limits().containsKey(id)"),
        new Bug(
            "a resource is free again when the work tree is made",
            "RunState.java",
            "case RUNNING -> status.task().uses();",
            "case RUNNING -> List.of();"),
        new Bug(
            "a held task starts",
            "TaskStatus.java",
            "case Event.TaskHeld e -> heldBy = e.by();",
            "case Event.TaskHeld e -> reason = e.by();"),
        new Bug(
            "a change lands before the one that it lets land first",
            "RunState.java",
            "return status.yieldsTo.isEmpty()",
            "return true"),
        new Bug(
            "who lets another land first waits for the one that waits for it",
            "Yields.java",
            "return waitsFor(to, task)",
            "return false"),
        new Bug(
            "who is sent back lands with what it had",
            "AttemptDesk.java",
            "if (lastReason(key) != null || state.status(key.task()).sentBack().isPresent()) {",
            "if (lastReason(key) != null) {"),
        new Bug(
            "who waits for another's landing stands in the way of those in its line",
            "TaskStatus.java",
            "return !heldBy.isEmpty() || !yieldsTo.isEmpty();",
            "return !heldBy.isEmpty();"),
        new Bug(
            "what came to the base is merged while a task is being merged",
            "Engine.java",
            "if (lane.isIdle()) {\n        base.catchUp();",
            "if (true) {\n        base.catchUp();"),
        new Bug(
            "a failure that stops the run does not stop it",
            "Engine.java",
            "status.task().onFailure() == OnFailure.STOP",
            "status.task().onFailure() == null"),
        new Bug(
            "who read what was changed meanwhile is called serializable",
            "SerialHistory.java",
            "if (!stale) {",
            "if (true) {"),
        new Bug(
            "what a task read is forgotten when it has landed",
            "SerialHistory.java",
            "isolation.isClaimed() ? Readings.of(task, state.plan()) : NOTHING,",
            "NOTHING,"),
        new Bug(
            "a yes to another question counts",
            "Operator.java",
            "return !digest.isEmpty() && !digest.equals(status.askedDigest());",
            "return false;"),
        new Bug(
            "reminders are forgotten when the run is resumed",
            "Engine.java",
            "case ASKING_START, ASKING_LANDING, ASKING_DECISION -> reminders.watch(status);",
            "case ASKING_START, ASKING_LANDING, ASKING_DECISION -> {}"));
  }

  @BeforeAll
  static void whatIsThrownOnPurposeIsNotLogged() {
    EFFECTS.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    EFFECTS.setLevel(null);
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(Bug bug) throws Exception {
    Integer all = Integer.getInteger("simulator.planted");
    try (URLClassLoader planted = plant(bug)) {
      int first = 0;
      int found = 0;
      for (int seed = 0;
          seed < (all == null ? SEEDS : all) && (all != null || found == 0);
          seed++) {
        if (breaks(planted, seed)) {
          first = found++ == 0 ? seed + 1 : first;
        }
      }
      if (all != null) {
        System.out.printf("%s: found after %d seeds, and in %d of %d%n", bug, first, found, all);
      }
      assertThat(found).as("%s, after %d seeds", bug, SEEDS).isPositive();
    }
  }

  private static boolean breaks(ClassLoader loader, long seed) throws Exception {
    Class<?> simulator = loader.loadClass(Simulator.class.getName());
    Constructor<?> constructor = simulator.getDeclaredConstructor(long.class, Path.class);
    constructor.setAccessible(true);
    Object simulation = constructor.newInstance(seed, folder);
    Method run = simulator.getDeclaredMethod("run");
    run.setAccessible(true);
    List<Throwable> thrown = new ArrayList<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                run.invoke(simulation);
              } catch (InvocationTargetException e) {
                thrown.add(e.getCause());
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            })
        .join();
    assertThat(thrown).allMatch(AssertionError.class::isInstance);
    return !thrown.isEmpty();
  }

  /// All of the programme and its tests anew, with the one class as it was tampered with.
  private static URLClassLoader plant(Bug bug) throws IOException {
    String source = Files.readString(SOURCES.resolve(bug.file()));
    assertThat(source.split(java.util.regex.Pattern.quote(bug.original()), -1))
        .as("%s has the place where `%s` is planted once", bug.file(), bug)
        .hasSize(2);
    Path sources = Files.createTempDirectory(folder, "source");
    Path classes = Files.createTempDirectory(folder, "classes");
    Path file = sources.resolve(bug.file());
    Files.writeString(file, source.replace(bug.original(), bug.planted()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-nowarn",
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            file.toString());
    assertThat(result).as("the planted source compiles").isZero();
    return new OursFirst(
        new URL[] {
          classes.toUri().toURL(), location(Engine.class), location(PlantedBugsTest.class)
        });
  }

  private static URL location(Class<?> type) throws MalformedURLException {
    return URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()).toURL();
  }

  private static final class OursFirst extends URLClassLoader {
    OursFirst(URL[] places) {
      super(places, PlantedBugsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        @Nullable Class<?> loaded = findLoadedClass(name);
        if (loaded == null && name.startsWith("dev.signalbox.")) {
          loaded = findClass(name);
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }
  }
}
