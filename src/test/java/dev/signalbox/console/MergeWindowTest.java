package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static dev.signalbox.console.OpenWindow.run;
import static dev.signalbox.console.OpenWindow.settle;
import static dev.signalbox.console.OpenWindow.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Notice;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.Gate;
import dev.signalbox.workspace.Resolved;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// A conflict resolved in the window, by the keyboard.
@ExtendWith(ApplicationExtension.class)
class MergeWindowTest {
  private static final String BASE = "one\ntwo\nthree\nfour\nfive\n";

  @TempDir Path folder;
  private OpenWindow window;
  private TestConsole test;

  @BeforeEach
  void open() {
    window = OpenWindow.on(folder);
    test = window.test;
    window.running();
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void aConflictIsOpenedDecidedAndHandedOverByTheKeyboardAlone() {
    opened(
        Collision.empty()
            .text(
                "a.txt",
                BASE,
                BASE.replace("one", "ONE").replace("five", "FIVE"),
                BASE.replace("one", "1").replace("three", "3").replace("five", "5"))
            .text("b.txt", "x\r\n", "left\r\n", "right\r\n"));
    assertThat(counter()).isEqualTo("3 of 3 open");
    window.press(KeyCode.DIGIT3);
    assertThat(counter()).isEqualTo("2 of 3 open");
    window.press(KeyCode.N);
    window.press(KeyCode.DIGIT3);
    // On into the next file.
    window.press(KeyCode.F7);
    assertThat(window.text("#merge-path")).isEqualTo("b.txt");
    window.press(KeyCode.ENTER);
    assertThat(editor()).isEqualTo("left\nright\n");
    type("both: left, right\nleft\nright\n");
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    assertThat(counter()).isEqualTo("all 3 decided");
    assertThat(window.commands()).isEmpty();
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    until(() -> !window.commands().isEmpty());
    assertThat(window.commands())
        .containsExactly(
            new Command.Resolve(
                Collision.TASK,
                "ada",
                "",
                "digest",
                Map.of(
                    "a.txt",
                    new Resolved.Text("ONE\n1\ntwo\n3\nfour\nFIVE\n5\n"),
                    "b.txt",
                    new Resolved.Text("both: left, right\r\nleft\r\nright\r\n"))));
    until(() -> !window.isShown("#merge"));
  }

  @Test
  void whatWasChosenIsTakenBackAndDoneAgain() {
    opened(simple());
    window.press(KeyCode.DIGIT1);
    window.press(KeyCode.DIGIT2);
    assertThat(place()).endsWith("as the task has it");
    window.press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(place()).endsWith("as it landed");
    window.press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(place()).endsWith("open");
    assertThat(counter()).isEqualTo("1 of 1 open");
    window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
    assertThat(place()).endsWith("as it landed");
    window.press(KeyCode.BACK_SPACE);
    assertThat(place()).endsWith("open");
  }

  @Test
  void oneSideIsTakenForAllThatIsOpenInOneStepWhichIsTakenBackWhole() {
    opened(
        Collision.empty()
            .text(
                "a.txt",
                BASE,
                BASE.replace("one", "ONE").replace("three", "THREE").replace("five", "FIVE"),
                BASE.replace("one", "1").replace("five", "5"))
            .file("logo.png", Collision.binary("a"), Collision.binary("b"), Collision.binary("c")));
    window.press(KeyCode.DIGIT1);
    assertThat(counter()).isEqualTo("2 of 3 open");
    window.press(KeyCode.SHIFT, KeyCode.DIGIT2);
    assertThat(counter()).isEqualTo("all 3 decided");
    window.press(KeyCode.CONTROL, KeyCode.Z);
    assertThat(counter()).isEqualTo("2 of 3 open");
    window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    assertThat(sheet())
        .contains("a.txt, landed:")
        .contains("FIVE")
        .contains("logo.png, landed:")
        .doesNotContain("THREE");
    window.click("#merge-leave-out");
    until(() -> !window.commands().isEmpty());
    assertThat(((Command.Resolve) window.commands().getFirst()).files())
        .isEqualTo(
            Map.of(
                "a.txt", new Resolved.Text("ONE\ntwo\nTHREE\nfour\n5\n"),
                "logo.png", new Resolved.Taken(Resolved.Side.TASK)));
  }

  @Test
  void linesThatWouldBeLostAreListedAndAskedFor() {
    opened(simple());
    window.press(KeyCode.DIGIT2);
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    assertThat(window.isShown("#sheet-card")).isTrue();
    assertThat(sheet()).contains("a.txt, landed:").contains("ONE");
    // The safe answer has the focus.
    window.press(KeyCode.ESCAPE);
    assertThat(window.commands()).isEmpty();
    assertThat(window.isShown("#merge")).isTrue();
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    window.click("#merge-leave-out");
    until(() -> !window.commands().isEmpty());
    assertThat(window.commands()).hasSize(1);
  }

  @Test
  void theQuestionAboutLostLinesHoldsTheKeyboardUntilItIsAnswered() {
    opened(simple());
    run(() -> test.console.workbench.tell(Notice.information("Something that can be put away.")));
    until(() -> window.isShown("#banner-notice"));
    window.press(KeyCode.DIGIT2);
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    List<String> focused = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      focused.add(focused());
      window.press(KeyCode.TAB);
    }
    assertThat(focused).containsExactly("merge-keep-on", "merge-leave-out", "merge-keep-on");
    test.clock.advance(60);
    run(() -> window.robot.lookup("#merge-files").query().requestFocus());
    window.press(KeyCode.A);
    window.press(KeyCode.DIGIT1);
    assertThat(window.commands()).isEmpty();
    assertThat(place()).endsWith("as the task has it");
    window.press(KeyCode.ESCAPE);
    assertThat(window.isShown("#sheet-card")).isFalse();
    assertThat(window.isShown("#merge")).isTrue();
  }

  @Test
  void theQuestionAboutLostLinesGoesWithTheView() {
    opened(simple());
    window.press(KeyCode.DIGIT2);
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    assertThat(window.isShown("#sheet-card")).isTrue();
    test.run.emit(new Event.TaskCancelled(Collision.TASK, "bob", ""));
    until(() -> !window.isShown("#merge"));
    assertThat(window.isShown("#sheet-card")).isFalse();
  }

  @Test
  void nothingIsHandedOverWhileAnythingIsOpen() {
    opened(simple());
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    assertThat(window.isShown("#merge-note")).isTrue();
    assertThat(window.text("#merge-note")).startsWith("1 conflict is still open");
    assertThat(window.commands()).isEmpty();
  }

  @Test
  void aRefusalIsSaidAndTheChoicesStay() {
    opened(simple());
    window.press(KeyCode.DIGIT3);
    test.run.answer(new Command.Result(false, "api-customers asks about something else by now."));
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    until(() -> window.isShown("#banner-notice") && counter().equals("decided"));
    assertThat(window.isShown("#merge")).isTrue();
    assertThat(window.commands()).hasSize(1);
  }

  @Test
  void whereItBecameAnotherConflictWhatIsTheSameKeepsItsChoice() {
    opened(
        Collision.empty()
            .text(
                "a.txt",
                BASE,
                BASE.replace("one", "ONE").replace("five", "FIVE"),
                BASE.replace("one", "1").replace("five", "5")));
    window.press(KeyCode.DIGIT3);
    window.press(KeyCode.N);
    window.press(KeyCode.DIGIT3);
    assertThat(counter()).isEqualTo("all 2 decided");
    test.merge =
        Collision.empty()
            .text(
                "a.txt",
                BASE,
                BASE.replace("one", "UNO").replace("five", "FIVE"),
                BASE.replace("one", "1").replace("five", "5"))
            .merge("another");
    Collision.becomesAnother(test, "another");
    until(() -> counter().equals("1 of 2 open"));
    assertThat(window.text("#merge-note")).startsWith("What landed made another conflict of it");
    assertThat(place()).isEqualTo("Result · conflict 1 of 2 · open");
  }

  @Test
  void whoLooksAwayFindsTheChoicesAgain() {
    opened(simple());
    window.press(KeyCode.DIGIT1);
    window.press(KeyCode.ESCAPE);
    assertThat(window.isShown("#merge")).isFalse();
    window.press(KeyCode.E);
    until(() -> window.isShown("#merge-counter") && counter().equals("decided"));
    // Taken back by the key that forgets a choice: the history ended with the view.
    window.press(KeyCode.BACK_SPACE);
    assertThat(counter()).isEqualTo("1 of 1 open");
  }

  @Test
  void noKeyMeantForTheViewAnswersTheQuestionBelowIt() {
    opened(simple());
    test.clock.advance(60);
    window.press(KeyCode.A);
    window.press(KeyCode.R);
    window.press(KeyCode.SPACE);
    assertThat(window.commands()).isEmpty();
  }

  @Test
  void typingIsLeftByEscapeAndTheViewStays() {
    opened(simple());
    window.press(KeyCode.ENTER);
    type("nonsense");
    window.press(KeyCode.ESCAPE);
    assertThat(window.isShown("#merge")).isTrue();
    assertThat(counter()).isEqualTo("1 of 1 open");
  }

  @Test
  void ofAFileThatIsNoTextOneSideIsTaken() {
    opened(
        Collision.empty()
            .file("logo.png", Collision.binary("a"), Collision.binary("b"), Collision.binary("c"))
            .file("gone.txt", Collision.plain("x\n"), null, Collision.plain("y\n")));
    window.press(KeyCode.DIGIT1);
    window.press(KeyCode.N);
    assertThat(window.text("#merge-path")).isEqualTo("gone.txt");
    window.press(KeyCode.DIGIT2);
    assertThat(counter()).isEqualTo("all 2 decided");
    window.press(KeyCode.CONTROL, KeyCode.ENTER);
    assertThat(sheet())
        .contains("logo.png, written by api-customers:")
        .contains("its whole content");
    window.click("#merge-leave-out");
    until(() -> !window.commands().isEmpty());
    assertThat(((Command.Resolve) window.commands().getFirst()).files())
        .isEqualTo(
            Map.of(
                "logo.png", new Resolved.Taken(Resolved.Side.LANDED),
                "gone.txt", new Resolved.Taken(Resolved.Side.TASK)));
  }

  @Test
  void whatIsDecidedElsewhereClosesTheView() {
    opened(simple());
    test.run.emit(new Event.TaskCancelled(Collision.TASK, "bob", ""));
    until(() -> !window.isShown("#merge"));
    assertThat(window.isShown("#banner-notice")).isTrue();
  }

  @Test
  void theAnswersAboutAConflictHaveNamesOfTheirOwn() {
    simple().happens(test, "digest");
    until(() -> test.console.resolve.enabled().get());
    window.press(KeyCode.J);
    assertThat(window.isShown("#resolve")).isTrue();
    assertThat(window.text("#inspector #run-again")).isEqualTo("Run again");
    assertThat(window.text("#inspector #drop")).isEqualTo("Drop");
    assertThat(window.isShown("#inspector #approve")).isFalse();
    assertThat(window.isShown("#inspector #reject")).isFalse();
    test.clock.advance(60);
    window.press(KeyCode.R);
    assertThat(window.commands())
        .containsExactly(new Command.Reject(Collision.TASK, "ada", "", "digest"));
  }

  @Test
  void theKeyOpensAConflictThatWaitsWhileAnotherQuestionIsAtHand() {
    simple().happens(test, "digest");
    test.run.asks("web-invoices", Gate.BEFORE, "The plan asks you before web-invoices starts.");
    until(() -> test.console.model.attention().size() == 2);
    run(() -> test.console.model.select("web-invoices"));
    assertThat(get(() -> test.console.resolve.enabled().get())).isFalse();
    window.press(KeyCode.E);
    until(() -> window.isShown("#merge-counter") && !counter().isEmpty());
    assertThat(get(() -> test.console.model.selectedTask())).contains(Collision.TASK);
    assertThat(get(() -> test.console.choices.editingProperty().get())).isFalse();
  }

  @Test
  void everyControlHasATooltipAndAName() {
    opened(simple());
    List<String> unnamed =
        get(
            () ->
                window.robot.lookup("#merge .button").queryAll().stream()
                    .map(Button.class::cast)
                    .filter(
                        button ->
                            button.getTooltip() == null
                                || (button.getText() + button.getAccessibleText()).isBlank())
                    .map(Node::toString)
                    .toList());
    assertThat(unnamed).isEmpty();
    assertThat(get(() -> window.robot.lookup("#merge-panes").query().getAccessibleText()))
        .contains("conflict 1 of 1")
        .contains("Landed: ONE");
  }

  @Test
  void twentyThousandLinesHaveNodesOnlyForWhatIsInView() {
    StringBuilder base = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      base.append("line ").append(i).append('\n');
    }
    String text = base.toString();
    opened(
        Collision.empty()
            .text(
                "large.txt",
                text,
                text.replace("line 19990\n", "left\n"),
                text.replace("line 19990\n", "right\n")));
    assertThat(get(() -> window.robot.lookup("#merge .sb-merge-line").queryAll().size()))
        .isBetween(20, 400);
    assertThat(
            get(
                () ->
                    window.robot.lookup("#merge-sides .sb-merge-number").queryAll().stream()
                        .filter(Node::isVisible)
                        .map(node -> ((Label) node).getText())
                        .toList()))
        .contains("19991");
    window.press(KeyCode.DIGIT2);
    assertThat(counter()).isEqualTo("decided");
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private static Collision simple() {
    return Collision.empty()
        .text("a.txt", BASE, BASE.replace("one", "ONE"), BASE.replace("one", "1"));
  }

  private void opened(Collision collision) {
    collision.happens(test, "digest");
    until(() -> test.console.resolve.enabled().get());
    window.press(KeyCode.E);
    until(() -> window.isShown("#merge-counter") && !counter().isEmpty());
  }

  private String focused() {
    settle();
    return get(() -> String.valueOf(window.stage.getScene().getFocusOwner().getId()));
  }

  private String counter() {
    return window.text("#merge-counter");
  }

  private String place() {
    return window.text("#merge-place");
  }

  private String editor() {
    return get(() -> window.robot.lookup("#merge-editor").<TextInputControl>query().getText());
  }

  private void type(String text) {
    run(() -> window.robot.lookup("#merge-editor").<TextInputControl>query().setText(text));
  }

  private String sheet() {
    settle();
    return get(
        () -> {
          StringBuilder words = new StringBuilder();
          for (Node node : window.robot.lookup("#sheet-card .label").queryAll()) {
            words.append(((Label) node).getText()).append('\n');
          }
          return words.toString();
        });
  }
}
