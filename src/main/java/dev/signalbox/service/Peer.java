package dev.signalbox.service;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/// Who is at the other end of a socket, as the operating system says it.
final class Peer {
  private Peer() {}

  /// The user's name; nothing where this system does not tell.
  static Optional<String> user(SocketChannel channel) throws IOException {
    return channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
        ? Optional.of(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName())
        : Optional.empty();
  }
}
