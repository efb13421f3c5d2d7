package dev.signalbox.console.graph;

import dev.signalbox.console.theme.AgentColour;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.console.theme.Fonts;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Palette;
import dev.signalbox.console.theme.StateStyle;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// Paints boxes. All in the view's pixels, so that lines lie on them at every zoom.
final class NodePainter {
  /// How long a change of state takes to ease in.
  static final long EASE_NANOS = 120_000_000;

  /// The room from which on a part of an agent's name is worth drawing.
  private static final double LEAST_AGENT = 64;

  private static final double RADIUS = 8;
  private static final double DIM = 0.28;
  private static final Font NAME = Fonts.sansBold(13);
  private static final Font LINE = Fonts.sans(11);
  private static final Font AGENT = Fonts.sans(10);

  private final TextFit fit;
  private final Map<String, Font> scaled = new HashMap<>();

  NodePainter(TextFit fit) {
    this.fit = fit;
  }

  void paint(GraphicsContext gc, Picture picture, Camera camera, NodeBox node) {
    Frame f = new Frame(gc, picture, camera, node, picture.look(node));
    gc.setGlobalAlpha(picture.isDimmed(node.id()) ? DIM : 1);
    switch (Detail.at(camera.scale())) {
      case PATCH -> patch(f);
      case NAME -> {
        box(f);
        nameOnly(f);
      }
      case FULL -> {
        box(f);
        words(f);
        progress(f);
      }
    }
    gc.setGlobalAlpha(1);
    if (picture.editing && node.id().equals(picture.hoveredTask)) {
      port(f);
    }
  }

  /// What every part of a box needs.
  private static final class Frame {
    final GraphicsContext gc;
    final Picture picture;
    final Palette colours;
    final NodeBox node;
    final NodeLook look;
    final Color state;
    final boolean selected;
    final double s;
    final double x;
    final double y;
    final double w;
    final double h;

    Frame(GraphicsContext gc, Picture picture, Camera camera, NodeBox node, NodeLook look) {
      this.gc = gc;
      this.picture = picture;
      this.node = node;
      this.look = look;
      colours = picture.palette;
      state = eased(picture, node, stateColour(look, colours));
      selected = node.id().equals(picture.selectedTask);
      s = camera.scale();
      x = Math.round(camera.toViewX(node.box().getMinX()));
      y = Math.round(camera.toViewY(node.box().getMinY()));
      w = Math.round(camera.toViewX(node.box().getMaxX())) - x;
      h = Math.round(camera.toViewY(node.box().getMaxY())) - y;
    }

    private static Color eased(Picture picture, NodeBox node, Color to) {
      Long since = picture.changed.get(node.id());
      if (since == null) {
        return to;
      }
      double part = Math.clamp((double) (picture.frame - since) / EASE_NANOS, 0, 1);
      return picture.palette.surface().interpolate(to, part);
    }

    boolean isHovered() {
      return node.id().equals(picture.hoveredTask);
    }

    boolean isHeld() {
      return look.held();
    }

    boolean isTarget() {
      return picture.rubber != null && node.id().equals(picture.rubber.over());
    }

    boolean isInRing() {
      return picture.ring.stream().anyMatch(d -> d.from().equals(node.id()));
    }
  }

  private static Color stateColour(NodeLook look, Palette colours) {
    return look.held() ? colours.held() : StateStyle.of(look.state()).color(colours);
  }

  private static void box(Frame f) {
    GraphicsContext gc = f.gc;
    double arc = 2 * RADIUS * f.s;
    gc.setFill(f.isHovered() ? f.colours.raised() : f.colours.surface());
    gc.fillRoundRect(f.x, f.y, f.w, f.h, arc, arc);
    if (f.isHeld()) {
      gc.setLineDashes(4, 3);
    }
    Color outline = outline(f);
    if (f.selected || f.isInRing() || f.isTarget()) {
      gc.setLineWidth(2);
      gc.setStroke(outline);
      gc.strokeRoundRect(f.x, f.y, f.w, f.h, arc, arc);
    } else {
      gc.setLineWidth(1);
      gc.setStroke(outline);
      gc.strokeRoundRect(f.x + 0.5, f.y + 0.5, f.w - 1, f.h - 1, arc, arc);
    }
    gc.setLineDashes(EdgePainter.SOLID);
    strip(f);
  }

  private static Color outline(Frame f) {
    if (f.isInRing() || (f.isTarget() && f.picture.rubber != null && f.picture.rubber.refused())) {
      return f.colours.failed();
    }
    if (f.selected || f.isTarget()) {
      return f.colours.accent();
    }
    return switch (StateStyle.of(f.look.state())) {
      case FAILED, ATTENTION -> f.state;
      default -> f.isHeld() ? f.colours.faint() : f.colours.line();
    };
  }

  /// Whose it is; dashed for the agents beyond the eighth, which share their colours with others.
  private static void strip(Frame f) {
    AgentColour agent = f.picture.agents.of(f.look.agent());
    double width = Math.max(2, Math.round(3 * f.s));
    double top = f.y + Math.round(8 * f.s);
    double length = f.h - 2 * Math.round(8 * f.s);
    f.gc.setFill(agent.fill());
    if (agent.round() == 0) {
      f.gc.fillRoundRect(f.x, top, width, length, width, width);
      return;
    }
    int parts = agent.round() + 1;
    double gap = 4 * f.s;
    double part = (length - gap * (parts - 1)) / parts;
    for (int i = 0; i < parts; i++) {
      f.gc.fillRoundRect(f.x, top + i * (part + gap), width, part, width, width);
    }
  }

  private void words(Frame f) {
    double room = Measures.NODE_WIDTH;
    glyph(f, f.x + 12 * f.s, f.y + 11.5 * f.s, 15 * f.s);
    name(f, f.x + 33 * f.s, f.y + 24 * f.s, fit.fit(f.node.id(), NAME, room - 43), NAME, f.s);

    String line = line(f);
    String shortLine = fit.fit(line, LINE, room - 24);
    text(f.gc, shortLine, LINE, f.s, lineColour(f), f.x + 14 * f.s, f.y + 44 * f.s);
    double left = room - 24 - 5 - fit.width(shortLine, LINE);
    // Where little is left of it, the strip's colour says it as well.
    boolean whole = fit.width(f.look.agent(), AGENT) <= left;
    String agent = whole || left > LEAST_AGENT ? fit.fit(f.look.agent(), AGENT, left) : "";
    f.gc.setTextAlign(TextAlignment.RIGHT);
    Color ink = f.picture.agents.of(f.look.agent()).text(f.colours);
    text(f.gc, agent, AGENT, f.s, ink, f.x + f.w - 10 * f.s, f.y + 44 * f.s);
    f.gc.setTextAlign(TextAlignment.LEFT);
  }

  /// At this zoom the second line cannot be read any more: the name takes the whole box, as large
  /// as it can be.
  private void nameOnly(Frame f) {
    double size = Math.max(9, 13 * f.s);
    Font font = font(NAME, size);
    double side = Math.max(9, 15 * f.s);
    glyph(f, f.x + 7 * f.s, f.y + (f.h - side) / 2, side);
    double left = 7 * f.s + side + 3;
    String name = fit.fit(f.node.id(), font, f.w - left - 4);
    f.gc.setTextBaseline(VPos.CENTER);
    name(f, f.x + left, f.y + f.h / 2, name, font, 1);
    f.gc.setTextBaseline(VPos.BASELINE);
  }

  private void glyph(Frame f, double x, double y, double size) {
    String path = f.isHeld() ? StateGlyph.HELD.path() : StateGlyph.of(f.look.state()).path();
    Glyphs.draw(f.gc, path, x, y, size, f.state);
  }

  private void name(Frame f, double x, double y, String name, Font font, double scale) {
    boolean skipped = f.look.state() == TaskState.SKIPPED;
    Color ink = skipped ? f.colours.soft() : f.colours.text();
    text(f.gc, name, font, scale, ink, x, y);
    if (skipped) {
      double middle = Math.round(y - (scale == 1 && font != NAME ? 0 : 4 * scale)) + 0.5;
      f.gc.setStroke(ink);
      f.gc.setLineWidth(1);
      f.gc.strokeLine(x, middle, x + fit.width(name, font) * scale, middle);
    }
  }

  private void text(
      GraphicsContext gc, String text, Font font, double scale, Color ink, double x, double y) {
    if (!text.isEmpty()) {
      gc.setFont(scale == 1 ? font : font(font, font.getSize() * scale));
      gc.setFill(ink);
      gc.fillText(text, x, y);
    }
  }

  private static String line(Frame f) {
    if (f.look.since() == null) {
      return f.look.line();
    }
    Duration elapsed = Duration.between(f.look.since(), f.picture.now);
    return f.look.expected() == null
        ? Durations.clock(elapsed)
        : Durations.clock(elapsed, f.look.expected());
  }

  private static Color lineColour(Frame f) {
    return switch (StateStyle.of(f.look.state())) {
      case ATTENTION, FAILED -> f.state;
      default -> f.colours.soft();
    };
  }

  private static void progress(Frame f) {
    double part = f.look.progress(f.picture.now);
    if (Double.isNaN(part)) {
      return;
    }
    double x = f.x + Math.round(10 * f.s);
    double width = f.w - 2 * Math.round(10 * f.s);
    double height = Math.max(2, 2.5 * f.s);
    double y = f.y + f.h - 5 * f.s;
    f.gc.setFill(f.colours.line());
    f.gc.fillRoundRect(x, y, width, height, height, height);
    f.gc.setFill(f.state);
    f.gc.fillRoundRect(x, y, width * part, height, height, height);
  }

  private static void patch(Frame f) {
    double w = Math.max(1.5, f.w);
    double h = Math.max(1.5, f.h);
    double arc = Math.min(2 * RADIUS * f.s, 6);
    f.gc.setFill(f.colours.surface().interpolate(f.state, weight(f.look.state())));
    f.gc.fillRoundRect(f.x, f.y, w, h, arc, arc);
    if (f.selected || f.isInRing()) {
      f.gc.setStroke(outline(f));
      f.gc.setLineWidth(2);
      f.gc.strokeRoundRect(f.x - 1, f.y - 1, w + 2, h + 2, arc + 2, arc + 2);
    }
  }

  /// What is under way or in trouble stands out of what waits or is done.
  private static double weight(TaskState state) {
    return switch (StateStyle.of(state)) {
      case WAITING, HELD -> 0.35;
      case DONE -> 0.55;
      case READY -> 0.6;
      case RUNNING, LANDING, FAILED, ATTENTION -> 1;
    };
  }

  /// Where an edge to another task is drawn from.
  private static void port(Frame f) {
    double radius = Math.max(4, 6 * f.s);
    double x = f.x + f.w;
    double y = f.y + f.h / 2;
    f.gc.setFill(f.colours.accent());
    f.gc.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    f.gc.setStroke(f.colours.onAccent());
    f.gc.setLineWidth(1.5);
    f.gc.strokeLine(x - radius / 2, y, x + radius / 2, y);
    f.gc.strokeLine(x, y - radius / 2, x, y + radius / 2);
  }

  private Font font(Font base, double size) {
    double rounded = Math.round(size * 4) / 4.0;
    return scaled.computeIfAbsent(
        base.getName() + rounded, k -> Font.font(base.getFamily(), weightOf(base), rounded));
  }

  private static javafx.scene.text.FontWeight weightOf(Font font) {
    return font.getStyle().contains("Bold")
        ? javafx.scene.text.FontWeight.BOLD
        : javafx.scene.text.FontWeight.NORMAL;
  }
}
