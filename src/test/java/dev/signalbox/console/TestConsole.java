package dev.signalbox.console;

import dev.signalbox.app.EarlierRun;
import dev.signalbox.app.LiveRun;
import dev.signalbox.app.OpenRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
import dev.signalbox.app.gc.RunSizes;
import dev.signalbox.console.editor.PlanText;
import dev.signalbox.console.inspector.SizeSource;
import dev.signalbox.console.model.RunStarter;
import dev.signalbox.console.part.FilePicker;
import dev.signalbox.console.settings.SettingsStore;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.SnapshotDiff;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// A console whose surroundings a test holds in its hands: clock, run, files.
final class TestConsole implements AutoCloseable {
  final Path folder;
  final ManualClock clock = new ManualClock();
  final FakeRun run;
  final StateFolders folders;
  final SettingsStore settings;
  final List<Path> viewed = new CopyOnWriteArrayList<>();
  final List<RunOptions> started = new CopyOnWriteArrayList<>();
  volatile String refusal = "";
  final List<String> resumed = new CopyOnWriteArrayList<>();
  volatile List<OpenRun> elsewhere = List.of();
  volatile List<EarlierRun> earlier = List.of();
  volatile Optional<String> damage = Optional.empty();
  volatile @Nullable ConflictedMerge merge;
  volatile Optional<Path> picked = Optional.empty();
  volatile Optional<Path> pickedFolder = Optional.empty();
  final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  final Console console;

  /// Over a run that the test writes by hand. On the window's thread.
  TestConsole(Path folder) {
    this(folder, false);
  }

  /// @param real whether runs are real ones, of real commands on a real repository
  TestConsole(Path folder, boolean real) {
    this.folder = folder;
    this.run = new FakeRun(clock, folder.resolve("logs"));
    this.folders = new StateFolders(folder.resolve("state"), folder.resolve("config"));
    this.settings = new SettingsStore(folders.config().resolve("console.json"));
    Services services =
        new Services(
            folders,
            new PlanReader()::read,
            PlanText.ofFiles(),
            real ? RunStarter.in(folders) : starter(),
            real ? SnapshotDiff::read : (repository, base, commit, most) -> DIFF,
            real ? SizeSource.in(folders) : SIZES,
            real ? ConflictedMerge::read : (repository, change, onto) -> Optional.ofNullable(merge),
            picker(),
            viewed::add,
            real ? InstantSource.system() : clock,
            ZoneId.of("Europe/Berlin"),
            background,
            Platform::runLater,
            "ada");
    console = new Console(services, settings, null);
  }

  private RunStarter starter() {
    return new RunStarter() {
      @Override
      public LiveRun start(PlanFile plan, RunOptions options) throws SetupException {
        started.add(options);
        if (!refusal.isEmpty()) {
          throw new SetupException(refusal);
        }
        run.start(plan);
        return run;
      }

      @Override
      public LiveRun resume(String id, RunOptions options) throws SetupException {
        resumed.add(id);
        if (!refusal.isEmpty()) {
          throw new SetupException(refusal);
        }
        return run;
      }

      @Override
      public LiveRun startApart(PlanFile plan, RunOptions options) throws SetupException {
        run.isElsewhere(true);
        return start(plan, options);
      }

      @Override
      public LiveRun attach(String id) throws SetupException {
        run.isElsewhere(true);
        if (!refusal.isEmpty()) {
          throw new SetupException(refusal);
        }
        return run.start(new PlanReader().read(plan()));
      }

      @Override
      public List<OpenRun> elsewhere() {
        return elsewhere;
      }

      @Override
      public List<EarlierRun> earlier() {
        return earlier;
      }

      @Override
      public Path writeReport(String run) {
        return Path.of(run + ".html");
      }

      @Override
      public Optional<String> damage() {
        Optional<String> story = damage;
        damage = Optional.empty();
        return story;
      }
    };
  }

  private FilePicker picker() {
    return new FilePicker() {
      @Override
      public Optional<Path> plan() {
        return picked;
      }

      @Override
      public Optional<Path> folder(String title) {
        return pickedFolder;
      }
    };
  }

  Path plan() {
    return copy("add-billing.yaml");
  }

  Path copy(String resource) {
    Path file = folder.resolve(resource);
    try (InputStream in =
        Objects.requireNonNull(TestConsole.class.getResourceAsStream(resource), resource)) {
      Files.createDirectories(folder);
      Files.write(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  @Override
  public void close() {
    console.close();
    background.close();
  }

  private static final SizeSource SIZES =
      new SizeSource() {
        @Override
        public Optional<DiskSize> keptTree(Path directory) {
          return Optional.empty();
        }

        @Override
        public Runs runs(String run, String repository) {
          return new Runs(
              new RunSizes(size(61L << 20), size(2L << 20), size(90L << 10)),
              size(412L << 20),
              OptionalLong.of(240L << 20));
        }

        private static DiskSize size(long bytes) {
          return new DiskSize(bytes, true);
        }
      };

  static final String DIFF =
      """
      diff --git a/web/invoices/page.html b/web/invoices/page.html
      index 3f9c2e1..77aa012 100644
      --- a/web/invoices/page.html
      +++ b/web/invoices/page.html
      @@ -12,7 +12,9 @@ <table>
         <tr><th>Invoice</th><th>Total</th></tr>
      -  <tr><td>route: /invoice/:id</td></tr>
      +  <tr><td>route: /invoices/:id</td></tr>
      +  <tr><td class="tax">Tax</td></tr>
       </table>
      """;
}
