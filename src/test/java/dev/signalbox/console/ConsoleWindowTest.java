package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static dev.signalbox.console.OpenWindow.run;
import static dev.signalbox.console.OpenWindow.settle;
import static dev.signalbox.console.OpenWindow.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.model.AttentionItem;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.settings.SettingsStore;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.Gate;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.Sealed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// The window as a person uses it, over a run that the test writes by hand.
@ExtendWith(ApplicationExtension.class)
class ConsoleWindowTest {
  @TempDir Path folder;
  private OpenWindow window;
  private TestConsole test;

  @BeforeEach
  void open() {
    window = OpenWindow.on(folder);
    test = window.test;
  }

  @AfterEach
  void close() {
    window.close();
  }

  // ---- opening ----------------------------------------------------------------------------------

  @Test
  void anEmptyWindowOffersToOpenAPlan() {
    assertThat(window.isShown("#start")).isTrue();
    test.picked = Optional.of(test.plan());
    window.press(KeyCode.CONTROL, KeyCode.O);
    until(() -> window.phase() == Phase.READY);
    assertThat(window.isShown("#start")).isFalse();
    assertThat(window.text("#plan-name")).isEqualTo("add-billing");
    assertThat(get(() -> test.console.model.rows().size())).isEqualTo(12);
    assertThat(get(() -> window.robot.lookup("#run-start").query().getStyleClass()))
        .contains("sb-primary");
    assertThat(test.settings.get().recent()).containsExactly(test.plan().toString());
  }

  @Test
  void theWindowLiesWhollyOnASmallScreen() {
    run(() -> window.window.fitInto(new Rectangle2D(0, 24, 900, 600)));
    assertThat(get(() -> List.of(window.stage.getX(), window.stage.getY())))
        .containsExactly(0., 24.);
    assertThat(get(() -> List.of(window.stage.getWidth(), window.stage.getHeight())))
        .containsExactly(900., 600.);
  }

  @Test
  void theTimesOfTheTasksStayInThePaneWhenTheWindowShrinks() {
    window.openPlan();
    run(() -> window.window.fitInto(new Rectangle2D(0, 0, 860, 600)));
    settle();
    TreeTableView<?> table = get(() -> window.robot.lookup("#tasks").queryAs(TreeTableView.class));
    double columns =
        get(
            () ->
                table.getVisibleLeafColumns().stream()
                    .mapToDouble(TableColumnBase::getWidth)
                    .sum());
    assertThat(columns).isPositive().isLessThanOrEqualTo(get(table::getWidth));
  }

  @Test
  void aBrokenPlanSaysWhereAndIsReadAgainWhenItIsMended() throws Exception {
    Path broken = test.copy("broken.yaml");
    run(() -> test.console.workbench.open(broken));
    until(() -> window.phase() == Phase.BROKEN);
    assertThat(bannerText("#banner-problems"))
        .contains("4 problems")
        .contains("Line 7")
        .contains("AGT-009");
    assertThat(get(() -> window.robot.lookup("#run-start").query().isDisabled())).isTrue();

    Files.copy(test.plan(), broken, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    until(() -> window.phase() == Phase.READY);
    assertThat(window.isShown("#banner-problems")).isFalse();
  }

  @Test
  void aPlanWhoseTasksWaitForEachOtherIsListedAndNotRun() throws Exception {
    Path ring = test.copy("add-billing.yaml");
    Files.writeString(
        ring,
        Files.readString(ring)
            .replace("depends_on: [reports, e2e-tests]", "depends_on: [reports]")
            .replace(
                "writes: [db/schema.sql]", "writes: [db/schema.sql]\n    depends_on: [reports]"));
    run(() -> test.console.workbench.open(ring));
    until(() -> window.phase() == Phase.BROKEN);
    assertThat(bannerText("#banner-problems")).contains("schema").contains("reports").contains("→");
    assertThat(get(() -> test.console.model.rows().size())).isEqualTo(12);
  }

  @Test
  void aRunThatCannotStartSaysWhyAndCanBeTriedAgain() {
    window.openPlan();
    test.refusal = "The folder is no git repository. Name one with `repository:`.";
    window.click("#run-start");
    until(() -> window.isShown("#banner-notice"));
    assertThat(bannerText("#banner-notice")).contains("no git repository");
    assertThat(window.phase()).isEqualTo(Phase.READY);
    test.refusal = "";
    window.click("#run-start");
    until(() -> window.phase() == Phase.RUNNING);
    assertThat(window.isShown("#banner-notice")).isFalse();
  }

  // ---- the run ----------------------------------------------------------------------------------

  @Test
  void aRunIsPausedContinuedDrainedAndStopped() {
    window.running();
    test.run.onCommand(
        command -> {
          switch (command) {
            case Command.Pause c -> test.run.emit(new Event.Paused(c.by()));
            case Command.Continue c -> test.run.emit(new Event.Continued(c.by()));
            case Command.Drain c -> test.run.emit(new Event.Draining(c.by()));
            case Command.Stop c -> test.run.ends(RunOutcome.STOPPED, c.why());
            default -> {}
          }
        });
    window.press(KeyCode.SPACE);
    until(() -> window.phase() == Phase.PAUSED);
    window.click("#run-continue");
    until(() -> window.phase() == Phase.RUNNING);
    window.click("#run-drain");
    until(() -> window.phase() == Phase.DRAINING);
    window.click("#run-stop");
    until(() -> window.phase() == Phase.ENDED);
    assertThat(window.commands())
        .extracting(command -> command.getClass().getSimpleName())
        .containsExactly("Pause", "Continue", "Drain", "Stop");
    assertThat(bannerText("#banner-outcome")).contains("stopped").contains("Resume");
    assertThat(window.isShown("#run-resume")).isTrue();
  }

  @Test
  void howManyRunAtOnceIsChosenBeforeAndDuringTheRun() {
    window.openPlan();
    run(() -> test.console.workbench.setParallel(6));
    assertThat(window.text("#parallel")).isEqualTo("6 at once");
    window.click("#run-start");
    until(() -> window.phase() == Phase.RUNNING);
    assertThat(test.started.getFirst().parallel()).isEqualTo(6);
    run(() -> test.console.workbench.setParallel(2));
    assertThat(window.commands()).containsExactly(new Command.SetParallel(2, "ada"));
  }

  @Test
  void whatACommandIsRefusedForIsSaid() {
    window.running();
    test.run.answer(new Command.Result(false, "The run is being stopped."));
    window.click("#run-pause");
    until(() -> window.isShown("#banner-notice"));
    assertThat(bannerText("#banner-notice")).isEqualTo("The run is being stopped.");
  }

  @Test
  void aRunThatEndedTellsHowAndOffersItsReport() {
    window.running();
    Scenes.midRun(test);
    Scenes.ended(test);
    until(() -> window.phase() == Phase.ENDED);
    assertThat(bannerText("#banner-outcome")).contains("7 of 12 tasks").contains("1 failed");
    window.click("#banner-report-open");
    until(() -> !test.viewed.isEmpty());
    assertThat(test.viewed.getFirst()).exists().hasFileName("report.html");
  }

  @Test
  void pausedTwiceAtOnceIsNoError() {
    window.running();
    window.press(KeyCode.SPACE);
    test.run.answer(new Command.Result(false, "The run is paused already."));
    window.press(KeyCode.SPACE);
    assertThat(window.commands())
        .containsExactly(new Command.Pause("ada"), new Command.Pause("ada"));
    assertThat(window.isShown("#banner-notice")).isFalse();
    run(() -> test.console.actions.get("run-drain").tryRun());
    until(() -> window.isShown("#banner-notice"));
  }

  // ---- what needs a person ----------------------------------------------------------------------

  @Test
  void nothingNeedsYouIsOneLine() {
    window.running();
    assertThat(window.text("#attention-heading")).isEqualTo("Nothing needs you");
    assertThat(window.isShown("#attention-list")).isFalse();
  }

  @Test
  void aQuestionIsAnsweredByItsKeyWithTheWordsThatStandBesideIt() {
    window.running();
    asks("web-invoices");
    test.clock.advance(5);
    assertThat(window.text("#attention-heading")).startsWith("Needs you · 1");
    window.press(KeyCode.J);
    assertThat(get(() -> test.console.model.selectedTask())).contains("web-invoices");
    run(() -> window.robot.lookup("#answer-message").<TextInputControl>query().setText("go on"));
    window.press(KeyCode.A);
    assertThat(window.commands())
        .containsExactly(new Command.Approve("web-invoices", "ada", "go on", "digestweb-invoices"));
  }

  @Test
  void theMessageOfACommitIsEditedWhereItIsToLand() {
    window.running();
    asks("web-invoices");
    test.clock.advance(5);
    window.press(KeyCode.J);
    assertThat(window.isShown("#commit-message")).isFalse();
    test.run.emit(new Event.Approved("web-invoices", Gate.BEFORE, "digestweb-invoices", "ada", ""));
    test.run.runs("web-invoices", "AGT-002", 1);
    test.run.ends("web-invoices", 1, Map.of(), new Sealed.Change('M', "web/index.html", 3, 1));
    test.run.merges("web-invoices").asks("web-invoices", Gate.LANDING, "Land web-invoices?");
    settle();
    test.clock.advance(5);
    window.press(KeyCode.J);
    assertThat(window.isShown("#commit-message")).isTrue();
    TextInputControl commit = window.robot.lookup("#commit-message").query();
    assertThat(get(commit::getPromptText)).startsWith("web-invoices: ");
    run(() -> commit.setText("Show invoices\n\nWith totals.\n"));
    window.press(KeyCode.A);
    assertThat(window.commands())
        .containsExactly(
            new Command.Approve(
                "web-invoices", "ada", "", "digestweb-invoices", "Show invoices\n\nWith totals."));
  }

  @Test
  void whatAPersonWasRemindedOfSaysSinceWhen() {
    window.running();
    asks("web-invoices");
    test.clock.advance(720);
    settle();
    assertThat(costs()).noneMatch(cost -> cost.contains("waits since"));
    test.run.emit(new Event.Reminded("web-invoices", 1));
    settle();
    assertThat(costs()).anyMatch(cost -> cost.endsWith(" · waits since 12 min"));
  }

  private List<String> costs() {
    return get(
        () ->
            window.robot.lookup(".sb-cost").<Label>queryAll().stream()
                .map(Label::getText)
                .toList());
  }

  @Test
  void aKeyPressedTwiceDoesNotAnswerTheNextQuestion() {
    window.running();
    asks("web-invoices");
    asks("changelog");
    test.run.onCommand(
        command -> {
          if (command instanceof Command.Approve yes) {
            test.run.emit(new Event.BecameReady(yes.task()));
          }
        });
    test.clock.advance(5);
    window.press(KeyCode.A);
    window.press(KeyCode.A);
    assertThat(window.commands())
        .containsExactly(new Command.Approve("web-invoices", "ada", "", "digestweb-invoices"));
    test.clock.advance(5);
    window.press(KeyCode.R);
    assertThat(window.commands())
        .contains(new Command.Reject("changelog", "ada", "", "digestchangelog"));
  }

  @Test
  void theNextIsTheOneBelowTheRowThatIsLitAlready() {
    window.running();
    asks("web-invoices");
    asks("changelog");
    window.press(KeyCode.J);
    assertThat(get(() -> test.console.model.selectedTask())).contains("changelog");
    window.press(KeyCode.K);
    assertThat(get(() -> test.console.model.selectedTask())).contains("web-invoices");
  }

  @Test
  void theMostCostlyQuestionComesFirst() {
    window.running();
    asks("changelog");
    asks("web-invoices");
    assertThat(get(() -> test.console.model.attention().stream().map(i -> i.task()).toList()))
        .containsExactly("web-invoices", "changelog");
  }

  @Test
  void typingIntoAFieldIsNoCommand() {
    window.running();
    asks("web-invoices");
    test.clock.advance(5);
    window.press(KeyCode.CONTROL, KeyCode.F);
    window.robot.write("are");
    settle();
    assertThat(window.commands()).isEmpty();
    assertThat(get(() -> test.console.choices.filterTextProperty().get())).isEqualTo("are");
  }

  // ---- the queue --------------------------------------------------------------------------------

  @Test
  void theQueueNamesTheBlockerAndGoesToIt() {
    window.running();
    Scenes.midRun(test);
    run(() -> test.console.choices.pageProperty().set(Choices.Page.QUEUE));
    assertThat(get(() -> why("rename-money")))
        .contains("api-invoices holds src/billing/invoices/**")
        .contains("src/billing/invoices/Total.java");
    run(() -> test.console.model.select("rename-money"));
    Node link =
        get(
            () ->
                window.robot.lookup("#queue-starting .hyperlink").queryAll().stream()
                    .filter(node -> ((Hyperlink) node).getText().equals("api-invoices"))
                    .findFirst()
                    .orElseThrow());
    window.robot.clickOn(link);
    settle();
    assertThat(get(() -> test.console.model.selectedTask())).contains("api-invoices");
  }

  @Test
  void aTaskIsMovedByTheKeyboard() {
    window.running();
    Scenes.midRun(test);
    run(
        () -> {
          test.console.choices.pageProperty().set(Choices.Page.QUEUE);
          test.console.model.select("rename-money");
        });
    List<String> before = starting();
    int at = before.indexOf("rename-money");
    window.press(KeyCode.ALT, KeyCode.UP);
    assertThat(window.commands())
        .containsExactly(new Command.Reorder("rename-money", before.get(at - 1), "ada"));
  }

  @Test
  void aTaskIsMovedByDraggingItsRow() {
    window.running();
    Scenes.midRun(test);
    run(() -> test.console.choices.pageProperty().set(Choices.Page.QUEUE));
    List<String> before = starting();
    ListView<?> list = window.robot.lookup("#queue-starting").query();
    List<Node> cells =
        get(
            () ->
                list.lookupAll(".list-cell").stream()
                    .filter(Node::isVisible)
                    .sorted(
                        java.util.Comparator.comparingDouble(
                            n -> n.localToScreen(n.getBoundsInLocal()).getMinY()))
                    .toList());
    Node third = cells.get(2);
    Bounds first = get(() -> cells.get(0).localToScreen(cells.get(0).getBoundsInLocal()));
    window.robot.drag(third, MouseButton.PRIMARY);
    window.robot.moveTo(first.getMinX() + 60, first.getMinY() + 20);
    window.robot.moveTo(first.getMinX() + 60, first.getMinY() + 4);
    settle();
    assertThat(window.text("#queue-hint")).matches("would end ~\\d\\d:\\d\\d, .+");
    window.robot.drop();
    settle();
    assertThat(window.commands())
        .containsExactly(new Command.Reorder(before.get(2), before.getFirst(), "ada"));
  }

  // ---- looking ----------------------------------------------------------------------------------

  @Test
  void theFilterKeepsWhatMatchesAndSaysWhatItDoesNotKnow() {
    window.running();
    Scenes.midRun(test);
    run(() -> test.console.choices.filterTextProperty().set("status:landed agent:AGT-001"));
    assertThat(shownTasks()).containsExactly("schema", "seed-data");
    run(() -> test.console.choices.filterTextProperty().set("invoice"));
    assertThat(shownTasks())
        .containsExactly("seed-data", "api-invoices", "web-invoices", "web-customers");
    run(() -> test.console.choices.filterTextProperty().set("colour:red"));
    assertThat(get(() -> window.robot.lookup("#filter").query().getStyleClass()))
        .contains("sb-invalid");
  }

  @Test
  void theThemeChangesAndIsRemembered() {
    run(() -> test.console.choices.themeProperty().set(Theme.DARK));
    window.click("#theme-toggle");
    assertThat(get(() -> Theme.of(window.stage.getScene()))).isEqualTo(Theme.LIGHT);
    window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
    window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.L);
    window.close();
    try (SettingsStore again = new SettingsStore(test.folders.config().resolve("console.json"))) {
      assertThat(again.get().theme()).isEqualTo("light");
    }
  }

  @Test
  void thePaletteRunsCommandsAndGoesToTasks() {
    window.running();
    window.press(KeyCode.CONTROL, KeyCode.K);
    assertThat(window.isShown("#palette-view")).isTrue();
    window.robot.write("e2e");
    window.press(KeyCode.ENTER);
    assertThat(window.isShown("#palette-view")).isFalse();
    assertThat(get(() -> test.console.model.selectedTask())).contains("e2e-tests");

    window.press(KeyCode.CONTROL, KeyCode.K);
    window.robot.write("pause");
    window.press(KeyCode.ENTER);
    assertThat(window.commands()).containsExactly(new Command.Pause("ada"));

    window.press(KeyCode.CONTROL, KeyCode.K);
    window.press(KeyCode.ESCAPE);
    assertThat(window.isShown("#palette-view")).isFalse();
  }

  @Test
  void theLogOfTheSelectedTaskGrowsAsItIsWritten() {
    window.running();
    Scenes.midRun(test);
    run(() -> test.console.model.select("api-invoices"));
    until(() -> test.console.inspector.log().lines().size() == 26);
    test.run.prints("api-invoices", 1, "one more line\n");
    until(() -> test.console.inspector.log().lines().getLast().equals("one more line"));
  }

  @Test
  void aCellOfTheMatrixLeadsToItsConflict() {
    window.running();
    Scenes.midRun(test);
    Scenes.live(test);
    settle();
    run(() -> test.console.choices.pageProperty().set(Choices.Page.MATRIX));
    String cell =
        get(
            () ->
                window.robot.lookup(".sb-matrix-mark.conflict").queryAll().stream()
                    .map(javafx.scene.Node::getId)
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElse(""));
    assertThat(cell).isEqualTo("cell-api-customers-api-invoices");
    window.click("#" + cell);
    assertThat(get(() -> test.console.choices.pageProperty().get()))
        .isEqualTo(Choices.Page.CONFLICTS);
    assertThat(get(() -> test.console.model.selected()))
        .containsExactlyInAnyOrder("api-customers", "api-invoices");
  }

  @Test
  void whatCameToTheBaseHasARowInTheMatrixAndNeedsAPersonWhereItDoesNotFit() {
    window.running();
    Scenes.midRun(test);
    Scenes.base(test);
    settle();
    run(() -> test.console.choices.pageProperty().set(Choices.Page.MATRIX));
    window.click("#cell-api-customers-base-main");
    assertThat(get(() -> test.console.choices.pageProperty().get()))
        .isEqualTo(Choices.Page.CONFLICTS);
    // The base is no task that could be selected.
    assertThat(get(() -> test.console.model.selected())).containsExactly("api-customers");
    assertThat(get(() -> window.robot.lookup("#conflict-words").queryTextInputControl().getText()))
        .contains("CONFLICT (content)");
    assertThat(get(() -> test.console.model.attention()))
        .extracting(item -> item.title().text())
        .contains("main was not merged: it does not fit in db/schema.sql");
    // Told of where the run is.
    run(
        () ->
            test.console.attention.choose(
                test.console.model.attention().stream()
                    .filter(item -> item.kind() == AttentionItem.Kind.BASE_LEFT)
                    .findFirst()
                    .orElseThrow()));
    assertThat(get(() -> test.console.model.selected())).isEmpty();
    test.run.emit(
        new Event.BaseMergeStarted("9d41c07be2aa5f10", "9c1d52e0aa6", ""),
        new Event.BaseLandingStarted("9d41c07be2aa5f10", "aa", "9c1d52e0aa6", List.of()),
        new Event.BaseMerged("9d41c07be2aa5f10", "aa", List.of()));
    settle();
    run(() -> test.console.choices.pageProperty().set(Choices.Page.MATRIX));
    assertThat(get(() -> window.robot.lookup("#cell-api-customers-base-main").queryAll()))
        .isEmpty();
    assertThat(get(() -> test.console.model.attention()))
        .noneMatch(item -> item.kind() == AttentionItem.Kind.BASE_LEFT);
  }

  @Test
  void oneOfTwoThatDoNotFitIsLetToLandFirst() {
    window.running();
    Scenes.midRun(test);
    Scenes.live(test);
    test.run.onCommand(
        command -> {
          switch (command) {
            case Command.Yield c -> test.run.emit(new Event.Yielded(c.task(), c.to(), c.by()));
            case Command.SendBack c ->
                test.run.emit(new Event.SentBack(c.task(), c.to(), c.by(), "", List.of()));
            case Command.EndYield c ->
                test.run.emit(new Event.YieldEnded(c.task(), c.to(), c.by()));
            default -> {}
          }
        });
    settle();
    assertThat(window.isShown(".sb-inspector #yield")).isFalse();
    run(
        () -> {
          test.console.choices.pageProperty().set(Choices.Page.CONFLICTS);
          test.console.conflicts.choose(0);
        });
    settle();
    assertThat(text(".sb-detail #yield")).isEqualTo("Let api-invoices land first");
    assertThat(text("#cost-yield-other"))
        .isEqualTo("api-invoices would land about 0:06 later; 4 tasks wait for it.");
    assertThat(text("#cost-yield")).isEqualTo("api-invoices is expected first anyway.");
    assertThat(text(".sb-detail #send-back"))
        .isEqualTo("Run api-customers again after api-invoices");
    assertThat(text("#cost-send-back")).startsWith("api-customers begins anew");
    window.click(".sb-detail #yield");
    settle();
    assertThat(window.isShown(".sb-detail #yield")).isFalse();
    assertThat(text("#cost-yield-take-back"))
        .isEqualTo("api-customers lets api-invoices land first.");
    window.press(KeyCode.L);
    settle();
    assertThat(window.isShown(".sb-detail #yield")).isTrue();
    // Of one of them alone it can be asked for as well.
    run(() -> test.console.model.select("api-customers"));
    settle();
    window.press(KeyCode.SHIFT, KeyCode.L);
    settle();
    assertThat(window.commands())
        .containsExactly(
            new Command.Yield("api-customers", "api-invoices", "ada"),
            new Command.EndYield("api-customers", "api-invoices", "ada"),
            new Command.Yield("api-invoices", "api-customers", "ada"));
  }

  private String text(String query) {
    return get(() -> window.robot.lookup(query).<javafx.scene.control.Labeled>query().getText());
  }

  @Test
  void theArrowKeysChooseAPageAndShowIt() throws Exception {
    window.openPlan();
    window.click("#tab-conflicts");
    window.click("#tab-conflicts");
    assertThat(
            get(
                () ->
                    window
                        .robot
                        .lookup("#tab-conflicts")
                        .<javafx.scene.control.ToggleButton>query()
                        .isSelected()))
        .as("pressed again, it stays chosen")
        .isTrue();
    window.press(KeyCode.RIGHT);
    assertThat(test.console.choices.pageProperty().get()).isEqualTo(Choices.Page.MATRIX);
    window.press(KeyCode.LEFT);
    window.press(KeyCode.LEFT);
    assertThat(test.console.choices.pageProperty().get()).isEqualTo(Choices.Page.QUEUE);
  }

  @Test
  void aConflictSelectsItsTasks() {
    window.running();
    Scenes.midRun(test);
    Scenes.conflict(test);
    settle();
    window.click("#tab-conflicts");
    window.robot.clickOn("#conflicts .list-cell");
    settle();
    assertThat(get(() -> List.copyOf(test.console.model.selected())))
        .containsExactly("api-customers", "api-invoices");
    assertThat(
            get(() -> window.robot.lookup("#conflict-words").<TextInputControl>query().getText()))
        .contains("CONFLICT (content)");
  }

  // ---- editing ----------------------------------------------------------------------------------

  @Test
  void aDependencyIsAddedToThePlansTextAndTakenBack() throws Exception {
    window.openPlan();
    Path plan = test.plan();
    String before = Files.readString(plan);
    run(() -> test.console.editor.add("translate-docs", "changelog"));
    until(() -> comesAfter("changelog", "translate-docs"));
    String after = Files.readString(plan);
    assertThat(after).contains("# The plan of the window's tests and pictures.");
    assertThat(after.lines().filter(line -> !before.lines().toList().contains(line)))
        .containsExactly("    depends_on: [translate-docs]");

    window.press(KeyCode.CONTROL, KeyCode.Z);
    until(() -> !comesAfter("changelog", "translate-docs"));
    assertThat(plan).hasContent(before);
    window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
    until(() -> comesAfter("changelog", "translate-docs"));
    assertThat(plan).hasContent(after);
  }

  @Test
  void aDeclaredEdgeIsRemovedAndAnInferredOneIsExplained() throws Exception {
    window.openPlan();
    run(() -> test.console.editor.remove("schema", "api-customers"));
    until(() -> !comesAfter("api-customers", "schema"));
    assertThat(Files.readString(test.folder.resolve("add-billing.yaml")))
        .doesNotContain("description: Answer requests for customers\n    depends_on");
    run(() -> test.console.editor.remove("schema", "seed-data"));
    assertThat(bannerText("#banner-notice")).contains("reads what schema writes");
  }

  @Test
  void anOrderDrawnAgainstClaimsSaysThatItGoesBeforeThem() {
    window.openPlan();
    run(() -> test.console.editor.add("seed-data", "schema"));
    until(() -> comesAfter("schema", "seed-data"));
    assertThat(bannerText("#banner-notice"))
        .isEqualTo(
            "seed-data reads what schema writes, and now comes before it: the order you drew goes"
                + " before claims.");
  }

  @Test
  void afterARunWhatItsTasksDidBecomesClaimsOneAfterTheOther() throws Exception {
    window.running();
    test.run.landsWhole("translate-docs", "AGT-003", 3);
    test.run.landsWhole("rename-money", "AGT-001", 3);
    test.run.ends(RunOutcome.STOPPED, "enough");
    String before = Files.readString(test.plan());
    for (String task : List.of("translate-docs", "rename-money")) {
      run(() -> test.console.model.select(task));
      until(() -> correction("claim-what-it-did").enabled().get());
      run(() -> correction("claim-what-it-did").run().run());
      until(() -> test.console.workbench.plan().orElseThrow().text().contains(task + ".java"));
    }
    assertThat(test.console.workbench.phase()).isEqualTo(Phase.ENDED);
    window.press(KeyCode.CONTROL, KeyCode.Z);
    window.press(KeyCode.CONTROL, KeyCode.Z);
    until(() -> test.console.workbench.plan().orElseThrow().text().equals(before));
    assertThat(test.plan()).hasContent(before);
  }

  private Action correction(String id) {
    return test.console.corrections.actions().stream()
        .filter(action -> action.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void afterARunWhatNothingCameOfGoesOutOfThePlanByAKey() throws Exception {
    window.running();
    test.run.landsWhole("schema", "AGT-001", 3);
    test.run.landsWhole("api-invoices", "AGT-002", 3);
    test.run.landsWhole("api-customers", "AGT-003", 3);
    test.run.emit(
        new Event.ConflictFound(
            "api-customers",
            new Conflict(
                Conflict.Kind.STALE_READ,
                List.of("api-customers", "api-invoices"),
                List.of("src/api-invoices.java"),
                "It had read src/api-invoices.java")));
    test.run.ends(RunOutcome.STOPPED, "enough");
    String before = Files.readString(test.plan());
    run(() -> test.console.model.select("schema"));
    until(() -> window.isShown(".sb-inspector #drop-unused-claims"));
    window.click(".sb-inspector #drop-unused-claims");
    until(() -> inFile("schema").claims().knownWrites().isEmpty());
    assertThat(inFile("schema").claims().writes()).isEmpty();
    until(() -> !window.isShown(".sb-inspector #drop-unused-claims"));
    run(() -> test.console.model.select("api-customers"));
    until(() -> window.isShown(".sb-inspector #add-missing-edges"));
    assertThat(text(".sb-inspector #add-missing-edges")).isEqualTo("Come after api-invoices");
    window.press(KeyCode.M);
    until(() -> inFile("api-customers").dependsOn().contains("api-invoices"));
    until(() -> !window.isShown(".sb-inspector #add-missing-edges"));
    window.press(KeyCode.CONTROL, KeyCode.Z);
    window.press(KeyCode.CONTROL, KeyCode.Z);
    until(() -> test.console.workbench.plan().orElseThrow().text().equals(before));
  }

  private Task inFile(String id) {
    return test.console.workbench.plan().orElseThrow().plan().tasks().stream()
        .filter(task -> task.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anEdgeIsTurnedInThePlanAndWhileARunGoesOnInThatToo() {
    window.openPlan();
    run(() -> test.console.editor.turn("reports", "release"));
    until(() -> inFile("reports").dependsOn().contains("release"));
    assertThat(inFile("release").dependsOn()).doesNotContain("reports");
    window.press(KeyCode.CONTROL, KeyCode.Z);
    until(() -> inFile("release").dependsOn().contains("reports"));
    window.running();
    run(() -> test.console.editor.turn("reports", "release"));
    until(() -> inFile("reports").dependsOn().contains("release"));
    assertThat(window.commands())
        .containsExactly(new Command.TurnEdge("reports", "release", "ada"));
  }

  @Test
  void noEditWritesARingIntoTheFile() throws Exception {
    window.openPlan();
    run(() -> test.console.editor.add("reports", "e2e-tests"));
    until(() -> inFile("e2e-tests").dependsOn().contains("reports"));
    String before = Files.readString(test.plan());
    run(() -> test.console.editor.turn("reports", "release"));
    until(() -> bannerText("#banner-notice").startsWith("Tasks wait for each other: "));
    assertThat(bannerText("#banner-notice")).endsWith("Nothing was written.");
    assertThat(test.plan()).hasContent(before);
  }

  @Test
  void aRingIsRefusedAndDrawn() throws Exception {
    window.openPlan();
    String before = Files.readString(test.folder.resolve("add-billing.yaml"));
    run(() -> test.console.editor.add("release", "schema"));
    assertThat(window.text("#graph-notice"))
        .startsWith("Tasks wait for each other: schema → ")
        .contains("→ release → schema. The edge was not added");
    assertThat(test.folder.resolve("add-billing.yaml")).hasContent(before);
  }

  @Test
  void noEdgeIsTakenOutWhileItRuns() throws Exception {
    window.running();
    String before = Files.readString(test.folder.resolve("add-billing.yaml"));
    run(() -> test.console.editor.remove("reports", "release"));
    assertThat(bannerText("#banner-notice")).contains("cannot be changed while it runs");
    assertThat(test.folder.resolve("add-billing.yaml")).hasContent(before);
  }

  @Test
  void oneOfTwoThatDoNotFitComesAfterTheOtherInTheRunAndInThePlan() throws Exception {
    window.running();
    Scenes.midRun(test);
    Scenes.live(test);
    test.run.onCommand(
        command -> {
          if (command instanceof Command.ComeAfter c) {
            test.run.emit(
                new Event.SentBack(c.task(), c.after(), c.by(), "", List.of()),
                new Event.DependencyAdded(c.task(), c.after(), c.by()));
          }
        });
    String before = Files.readString(test.plan());
    run(() -> test.console.editor.add("api-invoices", "api-customers"));
    assertThat(bannerText("#banner-notice")).startsWith("api-customers has started.");
    run(
        () -> {
          test.console.choices.pageProperty().set(Choices.Page.CONFLICTS);
          test.console.conflicts.choose(0);
        });
    settle();
    assertThat(text(".sb-detail #come-after"))
        .isEqualTo("Let api-customers come after api-invoices");
    assertThat(text("#cost-come-after"))
        .startsWith("api-customers begins anew")
        .endsWith("If api-invoices does not land, api-customers is skipped.");
    assertThat(test.plan()).hasContent(before);
    window.press(KeyCode.D);
    until(() -> comesAfter("api-customers", "api-invoices"));
    until(
        () ->
            test.console.workbench.plan().orElseThrow().plan().tasks().stream()
                .anyMatch(
                    t -> t.id().equals("api-customers") && t.dependsOn().contains("api-invoices")));
    assertThat(window.commands())
        .containsExactly(new Command.ComeAfter("api-customers", "api-invoices", "ada"));
    assertThat(window.phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void whatSomebodyElseWroteIsNeverOverwritten() throws Exception {
    window.openPlan();
    Path plan = test.folder.resolve("add-billing.yaml");
    run(() -> test.console.editor.add("translate-docs", "changelog"));
    until(() -> comesAfter("changelog", "translate-docs"));
    Files.writeString(plan, Files.readString(plan) + "# mine\n");
    until(() -> test.console.workbench.plan().orElseThrow().text().endsWith("# mine\n"));
    window.press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(Files.readString(plan)).endsWith("# mine\n");
    assertThat(get(() -> comesAfter("changelog", "translate-docs"))).isTrue();
  }

  @Test
  void aDependencyIsAddedWithoutTheMouse() {
    window.openPlan();
    run(() -> test.console.model.select("changelog"));
    run(() -> test.console.actions.get("edit-dependency").run().run());
    window.robot.write("translate");
    window.press(KeyCode.ENTER);
    until(() -> comesAfter("changelog", "translate-docs"));
  }

  private boolean comesAfter(String later, String earlier) {
    return test.console.model.state().graph().comesAfter(later, earlier);
  }

  // ---- the end ----------------------------------------------------------------------------------

  @Test
  void closingInMidRunAsksOnce() {
    window.running();
    run(() -> window.window.requestClose());
    assertThat(window.isShown("#sheet-card")).isTrue();
    window.click("#close-cancel");
    assertThat(window.isShown("#sheet-card")).isFalse();
    assertThat(window.closed).isFalse();
    assertThat(test.run.isClosed()).isFalse();

    run(() -> window.window.requestClose());
    window.click("#close-stop");
    until(window.closed::get);
    assertThat(test.run.isClosed()).isTrue();
  }

  @Test
  void aSignalClosesWithoutAQuestionAndStopsTheRunInOrder() {
    window.running();
    run(() -> window.window.closeAtOnce());
    run(() -> window.window.closeAtOnce());
    until(window.closed::get);
    assertThat(window.isShown("#sheet-card #close-stop")).isFalse();
    assertThat(test.run.isClosed()).isTrue();
  }

  @Test
  void aClosedWindowFollowsNothing() {
    window.running();
    assertThat(test.run.listeners()).isEqualTo(1);
    window.close();
    assertThat(test.run.listeners()).isZero();
  }

  @Test
  void whatGoesWrongInTheWindowIsSaidCalmly() {
    window.running();
    run(() -> test.console.failed(new IllegalStateException("boom")));
    assertThat(bannerText("#banner-notice")).contains("The run goes on").doesNotContain("boom");
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private void asks(String task) {
    test.run.asks(task, Gate.BEFORE, "The plan asks you before " + task + " starts.");
    settle();
  }

  private List<String> starting() {
    return get(
        () ->
            test.console.model.queuesProperty().get().starting().stream()
                .map(row -> row.task())
                .toList());
  }

  private String why(String task) {
    return test.console.model.queuesProperty().get().starting().stream()
        .filter(row -> row.task().equals(task))
        .findFirst()
        .orElseThrow()
        .why()
        .text();
  }

  private List<String> shownTasks() {
    return get(() -> test.console.tasks.shown().stream().map(row -> row.id()).toList());
  }

  private String bannerText(String query) {
    settle();
    return get(
        () -> {
          StringBuilder text = new StringBuilder();
          for (Node node : window.robot.lookup(query + " .sb-sentence").queryAll()) {
            text.append(text.isEmpty() ? "" : "\n").append(node.getAccessibleText());
          }
          return text.toString();
        });
  }
}
