package io.voicecampaigns.contact;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How a file's bytes become characters.
 *
 * @param markBytes the length of the byte order mark, 0 without one
 * @param faultless whether all of the file is known to be valid; otherwise U+FFFD stands where it is not
 */
record Encoding(Charset charset, int markBytes, boolean faultless) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int BUFFER_BYTES = 1 << 17;

    /** Looks at the whole of the file unless its first bytes decide. */
    static Encoding of(Path file, byte[] head) throws IOException {
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, 3, isUtf8(file));
        }
        if (startsWith(head, 0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, 2, false);
        }
        if (startsWith(head, 0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, 2, false);
        }
        int pairs = head.length / 2;
        int highZeros = zeros(head, 0);
        int lowZeros = zeros(head, 1);
        if (lowZeros * 2 > pairs && highZeros * 20 < pairs) {
            return new Encoding(StandardCharsets.UTF_16LE, 0, false);
        }
        if (highZeros * 2 > pairs && lowZeros * 20 < pairs) {
            return new Encoding(StandardCharsets.UTF_16BE, 0, false);
        }
        return isUtf8(file) ? new Encoding(StandardCharsets.UTF_8, 0, true) : new Encoding(WINDOWS_1252, 0, false);
    }

    /** Reads the file's characters, without the byte order mark. */
    Reader open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            channel.position(markBytes);
            CharsetDecoder decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
            return Channels.newReader(channel, decoder, BUFFER_BYTES);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static int zeros(byte[] head, int from) {
        int zeros = 0;
        for (int i = from; i < head.length; i += 2) {
            zeros += head[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    private static boolean isUtf8(Path file) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
        CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean ended = false;
            while (!ended) {
                ended = channel.read(bytes) < 0;
                bytes.flip();
                chars.clear();
                if (decoder.decode(bytes, chars, ended).isError()) {
                    return false;
                }
                // a character cut by the buffer's edge stays for the next round
                bytes.compact();
            }
        }
        return true;
    }
}
