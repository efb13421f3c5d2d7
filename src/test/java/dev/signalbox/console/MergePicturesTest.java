package dev.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Phase;
import dev.signalbox.console.theme.Theme;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/// Pictures of a conflict that is resolved, for eyes: target/screenshots/merge-*.png.
@ExtendWith(ApplicationExtension.class)
class MergePicturesTest {
  private static final int[][] SIZES = {{1440, 900}, {1366, 768}};

  @TempDir Path folder;

  @Test
  void oneFile() throws Exception {
    pictures("one", Collision.invoice(), test -> {});
  }

  @Test
  void halfDecided() throws Exception {
    pictures(
        "half",
        Collision.invoice(),
        test -> {
          run(test, "merge-both");
          run(test, "merge-next");
        });
  }

  @Test
  void whatWouldBeLost() throws Exception {
    pictures(
        "lost",
        Collision.invoice(),
        test -> {
          run(test, "merge-landed");
          run(test, "merge-next");
          run(test, "merge-task");
          run(test, "merge-finish");
        });
  }

  @Test
  void notYet() throws Exception {
    pictures(
        "notyet",
        Collision.invoice(),
        test -> {
          run(test, "merge-task");
          run(test, "merge-finish");
        });
  }

  @Test
  void asked() throws Exception {
    pictures(
        "asked",
        Collision.invoice(),
        test -> {
          run(test, "merge-leave");
          test.console
              .choices
              .pageProperty()
              .set(dev.signalbox.console.model.Choices.Page.CONFLICTS);
          test.console.conflicts.choose(0);
        });
  }

  @Test
  void typing() throws Exception {
    pictures("typing", Collision.invoice(), test -> run(test, "merge-edit"));
  }

  @Test
  void thirtyFiles() throws Exception {
    Collision many = Collision.empty();
    for (int i = 1; i <= 26; i++) {
      many.invoiceAt("src/billing/customers/module-%02d/Invoice%d.java".formatted(i, i));
    }
    many.file(
            "assets/logo.png",
            Collision.binary("a1"),
            Collision.binary("b2"),
            Collision.binary("c3"))
        .file(
            "docs/a-very-long-name-of-a-page-about-invoices-and-customers.md",
            Collision.plain("# Old\n"),
            null,
            Collision.plain("# Invoices\n\nHow they are sent.\n"))
        .text("README.md", "a\n", "b\n", "c\n")
        .text("LICENSE", "a\n", "b\n", "c\n");
    pictures("thirty", many, test -> run(test, "merge-landed"));
    pictures(
        "whole",
        many,
        test -> {
          for (int i = 0; i < 3; i++) {
            run(test, "merge-previous-file");
          }
          run(test, "merge-task");
        });
  }

  @Test
  void longLinesAndOtherLineBreaks() throws Exception {
    String line = "const table = [" + "\"a long line that goes on and on\", ".repeat(14) + "];";
    pictures(
        "long",
        Collision.empty()
            .text(
                "web/table.js",
                "start\r\n" + line + "\r\nend\r\n",
                "start\r\n" + line.replace("goes on", "runs on") + "\r\nend\r\n",
                "start\r\n" + line.replace("a long", "one long") + "\r\nmore\r\nend"),
        test -> {});
  }

  private static void run(TestConsole test, String action) {
    test.console.actions.get(action).tryRun();
  }

  private void pictures(String name, Collision collision, Consumer<TestConsole> then)
      throws Exception {
    try (StyleWarnings warnings = new StyleWarnings()) {
      TestConsole test = WaitForAsyncUtils.asyncFx(() -> new TestConsole(folder)).get();
      onWindow(() -> test.console.workbench.open(test.plan()));
      until(() -> test.console.workbench.phase() == Phase.READY);
      onWindow(() -> test.console.workbench.start());
      until(() -> test.console.workbench.phase() == Phase.RUNNING);
      collision.happens(test, "digest");
      ShellView shell = WaitForAsyncUtils.asyncFx(() -> new ShellView(test.console)).get();
      until(() -> test.console.resolve.enabled().get());
      onWindow(() -> test.console.resolve.tryRun());
      until(() -> test.console.actions.get("merge-finish").enabled().get());
      onWindow(() -> then.accept(test));
      for (Theme theme : Theme.values()) {
        for (int[] size : SIZES) {
          picture(test, shell, theme, size, name);
        }
      }
      WaitForAsyncUtils.asyncFx(shell::close).get();
      WaitForAsyncUtils.asyncFx(test::close).get();
      assertThat(warnings.lines()).isEmpty();
    }
  }

  private static void picture(
      TestConsole test, ShellView shell, Theme theme, int[] size, String name) throws Exception {
    Scene scene =
        WaitForAsyncUtils.asyncFx(() -> ConsoleWindow.scene(shell, size[0], size[1])).get();
    onWindow(
        () -> {
          test.console.choices.themeProperty().set(theme);
          theme.apply(scene);
          scene.snapshot(null);
        });
    WaitForAsyncUtils.waitForFxEvents();
    onWindow(
        () -> {
          Screenshots.take(
              scene,
              "merge-%s-%s-%d".formatted(name, theme.name().toLowerCase(Locale.ROOT), size[0]));
          scene.setRoot(new Pane());
        });
  }

  private static void onWindow(Runnable what) {
    WaitForAsyncUtils.waitForAsyncFx(20_000, what);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private static void until(BooleanSupplier what) {
    try {
      WaitForAsyncUtils.waitFor(
          20, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(what::getAsBoolean).get());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
