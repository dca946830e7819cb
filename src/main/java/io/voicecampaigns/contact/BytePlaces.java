package io.voicecampaigns.contact;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells at which byte of a file a character begins, also where the file holds bytes that are no text. */
final class BytePlaces {
    private static final int CHARS = 1 << 14;

    private BytePlaces() {
    }

    /**
     * @param chars ascending places among the file's characters, counted as {@link Encoding#open} reads them
     * @return the bytes at which they begin, counted from the file's first
     */
    static long[] of(Path file, Encoding encoding, long[] chars) throws IOException {
        CharsetDecoder decoder = encoding.charset().newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);
        CharBuffer out = CharBuffer.allocate(CHARS);
        long[] places = new long[chars.length];
        long charsDone = 0;
        long bytesDone = encoding.markBytes();
        boolean ended = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.position(bytesDone);
            for (int next = 0; next < chars.length; next++) {
                while (charsDone < chars[next]) {
                    // no further than the place asked for: where decoding stops there, its byte is the one
                    out.clear().limit((int) Math.min(CHARS, chars[next] - charsDone));
                    int before = in.position();
                    CoderResult result = decoder.decode(in, out, ended);
                    int taken = in.position() - before;
                    charsDone += out.position();
                    bytesDone += taken;
                    if (result.isError() && charsDone < chars[next]) {
                        // read as one replacement character
                        in.position(in.position() + result.length());
                        bytesDone += result.length();
                        charsDone++;
                    } else if (result.isUnderflow()) {
                        if (ended) {
                            throw new EOFException("the file ends before the place that was asked for");
                        }
                        in.compact();
                        ended = channel.read(in) < 0;
                        in.flip();
                    } else if (taken == 0) {
                        throw new IllegalArgumentException("no character begins at the place that was asked for");
                    }
                }
                places[next] = bytesDone;
            }
        }
        return places;
    }
}
