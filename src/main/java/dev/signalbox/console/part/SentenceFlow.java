package dev.signalbox.console.part;

import dev.signalbox.console.model.Sentence;
import java.util.function.Consumer;
import javafx.scene.control.Hyperlink;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// A sentence that wraps, whose tasks can be followed.
public final class SentenceFlow extends TextFlow {
  private final Consumer<String> follow;
  private Sentence shown = Sentence.EMPTY;

  /// @param follow is given the task whose link was pressed
  public SentenceFlow(Consumer<String> follow) {
    this.follow = follow;
    getStyleClass().add("sb-sentence");
  }

  /// Shows `sentence`; does nothing where it is shown already, so that a link that is being pressed
  /// does not go away under the pointer.
  public void show(Sentence sentence) {
    if (sentence.equals(shown)) {
      return;
    }
    shown = sentence;
    getChildren().clear();
    for (Sentence.Part part : sentence.parts()) {
      switch (part) {
        case Sentence.Words words -> getChildren().add(text(words.text(), "sb-words"));
        case Sentence.Soft soft -> getChildren().add(text(soft.text(), "sb-soft-words"));
        case Sentence.Strong strong -> getChildren().add(text(strong.text(), "sb-strong-words"));
        case Sentence.Code code -> getChildren().add(text(code.text(), "sb-code"));
        case Sentence.TaskLink link -> {
          Hyperlink hyperlink = new Hyperlink(link.text());
          hyperlink.setOnAction(
              event -> {
                hyperlink.setVisited(false);
                follow.accept(link.text());
              });
          hyperlink.setAccessibleText("Go to task " + link.text());
          getChildren().add(hyperlink);
        }
      }
    }
    setAccessibleText(sentence.text());
  }

  private static Text text(String words, String styleClass) {
    Text text = new Text(words);
    text.getStyleClass().add(styleClass);
    return text;
  }
}
