package dev.signalbox.console.action;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.event.EventTarget;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// Every action of the window, in the order in which the palette lists them.
public final class Actions {
  public static final ObservableBooleanValue ALWAYS = Bindings.createBooleanBinding(() -> true);

  private final Map<String, Action> byId = new LinkedHashMap<>();
  private final Set<KeyCode> down = EnumSet.noneOf(KeyCode.class);
  private List<Action> preferred = List.of();

  /// @param key in JavaFX's words, `Shortcut+O`, or null
  public Action add(
      String id,
      String title,
      String hint,
      @Nullable String key,
      ObservableBooleanValue enabled,
      Runnable run) {
    KeyCombination keys = key == null ? null : KeyCombination.valueOf(key);
    return add(
        new Action(
            id, new ReadOnlyStringWrapper(title).getReadOnlyProperty(), hint, keys, enabled, run));
  }

  public Action add(Action action) {
    if (byId.putIfAbsent(action.id(), action) != null) {
      throw new IllegalArgumentException("There are two actions " + action.id());
    }
    return action;
  }

  public Collection<Action> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /// @throws IllegalArgumentException where there is none
  public Action get(String id) {
    Action action = byId.get(id);
    if (action == null) {
      throw new IllegalArgumentException("There is no action " + id);
    }
    return action;
  }

  /// While a view is open that has keys of its own: they come first, and no other key works that is
  /// a letter, a digit or the like alone.
  ///
  /// @param own none to end that
  public void prefer(Collection<Action> own) {
    preferred = List.copyOf(own);
  }

  /// Lets the keys of a scene reach the actions, after whatever has the focus had its turn.
  public void listenTo(Scene scene) {
    scene.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    // Lists and tables would swallow Space, which means nothing to them here.
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.SPACE
              && !isTyping(event.getTarget())
              && !(event.getTarget() instanceof ButtonBase)) {
            pressed(event);
          }
        });
    scene.addEventFilter(KeyEvent.KEY_RELEASED, event -> down.remove(event.getCode()));
    scene
        .windowProperty()
        .subscribe(
            window -> {
              if (window != null) {
                // A key released in another window is never seen here.
                window.focusedProperty().subscribe(focused -> down.clear());
              }
            });
  }

  private void pressed(KeyEvent event) {
    // A key that is kept down counts once: an approval must not run on into the next question.
    boolean repeated = !down.add(event.getCode());
    if (isTyping(event.getTarget())
        && !event.isShortcutDown()
        && !event.isAltDown()
        && !event.getCode().isFunctionKey()) {
      return;
    }
    for (Action action : heard(event)) {
      KeyCombination key = action.key();
      if (key != null && key.match(event)) {
        // Several may share a key (pause and continue): the one that can be done now is meant.
        if (repeated || action.tryRun()) {
          event.consume();
          return;
        }
      }
    }
  }

  private Collection<Action> heard(KeyEvent event) {
    if (preferred.isEmpty()) {
      return byId.values();
    }
    List<Action> heard = new ArrayList<>(preferred);
    if (event.isShortcutDown() || event.isAltDown() || event.getCode().isFunctionKey()) {
      heard.addAll(byId.values());
    }
    return heard;
  }

  private static boolean isTyping(EventTarget target) {
    return target instanceof TextInputControl text && text.isEditable();
  }
}
