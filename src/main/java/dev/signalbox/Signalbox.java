package dev.signalbox;

public final class Signalbox {
  private Signalbox() {}

  static void main(String[] args) {
    System.out.println("signalbox " + args.length);
  }
}
