package io.voicecampaigns.results;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that others see whole or not at all: it is written beside its place under a hidden name, and moved there by
 * {@link #publish}. Text that the charset cannot hold turns the whole file into UTF-8 with a byte order mark; nothing becomes a
 * question mark.
 */
final class OutboxFile extends Writer {
    private final Path target;
    private final Charset charset;
    private final CharBuffer chars = CharBuffer.allocate(1 << 14);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private Path temporary;
    private FileChannel channel;
    private CharsetEncoder encoder;

    OutboxFile(Path target, Charset charset, boolean byteOrderMark) throws IOException {
        this.target = target;
        this.charset = charset;
        this.temporary = temporary(target);
        this.channel = created(temporary);
        this.encoder = encoder(charset);
        if (byteOrderMark) {
            write('\uFEFF');
        }
    }

    /** Deletes what a crash may have left of an earlier writing of the same file. */
    static void removeLeftovers(Path target) throws IOException {
        Files.deleteIfExists(temporary(target));
        Files.deleteIfExists(converted(target));
    }

    private static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".tmp");
    }

    private static Path converted(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".utf8.tmp");
    }

    private static FileChannel created(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private static CharsetEncoder encoder(Charset charset) {
        return charset.newEncoder().onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (!chars.hasRemaining()) {
                encode(false);
            }
            int part = Math.min(left, chars.remaining());
            chars.put(text, at, part);
            at += part;
            left -= part;
        }
    }

    private void encode(boolean last) throws IOException {
        chars.flip();
        CoderResult result = encoder.encode(chars, bytes, last);
        while (!result.isUnderflow()) {
            drain();
            if (result.isUnmappable()) {
                convertToUtf8();
            }
            result = encoder.encode(chars, bytes, last);
        }
        chars.compact();
    }

    private void drain() throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        bytes.clear();
    }

    private void convertToUtf8() throws IOException {
        Path from = temporary;
        channel.close();
        temporary = converted(target);
        channel = created(temporary);
        try (Reader written = Files.newBufferedReader(from, charset)) {
            // not closed: it would close the channel
            Writer again = Channels.newWriter(channel, StandardCharsets.UTF_8);
            again.write('\uFEFF');
            written.transferTo(again);
            again.flush();
        }
        Files.delete(from);
        encoder = encoder(StandardCharsets.UTF_8);
    }

    /** Nothing: only {@link #publish} makes anything visible. */
    @Override
    public void flush() {
    }

    /** Puts the file in its place, replacing one that is there, once its content is on the disk. The caller syncs the folder. */
    void publish() throws IOException {
        encode(true);
        while (encoder.flush(bytes).isOverflow()) {
            drain();
        }
        drain();
        channel.force(true);
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives the file up unless it was published. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
        }
        Files.deleteIfExists(temporary);
    }
}
