package dev.signalbox.console.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Keeps [Settings] in a JSON file. Saved when nothing has changed for a while, and at the end.
public final class SettingsStore implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SettingsStore.class.getName());
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path file;
  private final Duration pause;
  private final ScheduledExecutorService saver =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("settings").factory());
  private Settings current;
  private @Nullable ScheduledFuture<?> pending;

  public SettingsStore(Path file) {
    this(file, Duration.ofMillis(800));
  }

  SettingsStore(Path file, Duration pause) {
    this.file = file;
    this.pause = pause;
    this.current = load(file);
  }

  public synchronized Settings get() {
    return current;
  }

  public synchronized void change(UnaryOperator<Settings> how) {
    Settings now = how.apply(current);
    if (now.equals(current)) {
      return;
    }
    current = now;
    if (pending != null) {
      pending.cancel(false);
    }
    pending = saver.schedule(this::save, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void save() {
    Settings what;
    synchronized (this) {
      what = current;
      pending = null;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, JSON.writeValueAsString(what) + "\n");
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | JacksonException e) {
      LOG.log(Level.WARNING, "The settings could not be saved in " + file, e);
    }
  }

  /// Field by field, so that a file of another version, or one that somebody edited, keeps what can
  /// be kept.
  private static Settings load(Path file) {
    if (!Files.isRegularFile(file)) {
      return Settings.DEFAULT;
    }
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      Settings usual = Settings.DEFAULT;
      Map<String, Double> dividers = new HashMap<>();
      root.path("dividers")
          .properties()
          .forEach(e -> dividers.put(e.getKey(), Math.clamp(e.getValue().asDouble(0), 0, 1)));
      List<String> recent = new ArrayList<>();
      root.path("recent").forEach(entry -> recent.add(entry.asString("")));
      recent.removeIf(String::isBlank);
      return new Settings(
          root.path("theme").asString(usual.theme()),
          root.path("layout").asString(usual.layout()),
          root.path("grouping").asString(usual.grouping()),
          dividers,
          Math.max(400, root.path("width").asDouble(usual.width())),
          Math.max(300, root.path("height").asDouble(usual.height())),
          recent);
    } catch (IOException | JacksonException e) {
      LOG.log(Level.WARNING, "The settings in " + file + " cannot be read; starting anew", e);
      return Settings.DEFAULT;
    }
  }

  /// Saves what is still to be saved.
  @Override
  public void close() {
    boolean unsaved;
    synchronized (this) {
      unsaved = pending != null && pending.cancel(false);
    }
    saver.shutdown();
    if (unsaved) {
      save();
    }
  }
}
