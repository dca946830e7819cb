package io.voicecampaigns.campaign;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Numbers that must not be called, from a file with one a line in any form; {@code #} begins a comment. Immutable: eight
 * bytes a number.
 */
public final class DoNotCallList {
    /** A list without numbers. */
    public static final DoNotCallList NONE = new DoNotCallList(new long[0], List.of());

    private static final int MOST_PROBLEMS = 20;
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final long[] sorted;
    private final List<Problem> problems;

    private DoNotCallList(long[] sorted, List<Problem> problems) {
        this.sorted = sorted;
        this.problems = List.copyOf(problems);
    }

    /**
     * Reads a file's content: UTF-8, UTF-16 with a byte order mark, or Windows-1252.
     *
     * @param file       its name, for problems
     * @param normaliser a number in any form to E.164; empty where it is none
     */
    static DoNotCallList parse(String file, byte[] content, Function<String, Optional<String>> normaliser) {
        long[] numbers = new long[Math.max(16, content.length / 12)];
        int count = 0;
        int line = 0;
        int unreadable = 0;
        List<Problem> problems = new ArrayList<>();
        for (Iterator<String> lines = text(content).lines().iterator(); lines.hasNext();) {
            line++;
            String entry = withoutComment(lines.next());
            if (entry.isEmpty()) {
                continue;
            }
            Optional<String> number = E164.matcher(entry).matches() ? Optional.of(entry) : normaliser.apply(entry);
            if (number.isPresent()) {
                numbers = count < numbers.length ? numbers : Arrays.copyOf(numbers, count * 2);
                numbers[count++] = digits(number.get());
            } else if (++unreadable <= MOST_PROBLEMS) {
                problems.add(new Problem(file, line, "", "is no phone number and blocks nobody"));
            }
        }
        if (unreadable > MOST_PROBLEMS) {
            problems.add(Problem.ofFile(file, (unreadable - MOST_PROBLEMS) + " more lines are no phone numbers and block nobody"));
        }
        long[] sorted = Arrays.copyOf(numbers, count);
        Arrays.sort(sorted);
        return new DoNotCallList(sorted, problems);
    }

    /** @throws IllegalArgumentException if {@code e164} is not plus and up to 15 digits; the message does not hold it */
    public boolean contains(String e164) {
        return Arrays.binarySearch(sorted, digits(e164)) >= 0;
    }

    /** How many lines of the file hold a number. */
    public int size() {
        return sorted.length;
    }

    /** Lines that could not be read as a number, without their text; the first of many. */
    public List<Problem> problems() {
        return problems;
    }

    private static long digits(String e164) {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 number");
        }
        return Long.parseLong(e164, 1, e164.length(), 10);
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        // strip() leaves no-break spaces, which spreadsheets and web pages put around numbers
        return (comment < 0 ? line : line.substring(0, comment)).replace('\u00a0', ' ').strip();
    }

    private static String text(byte[] content) {
        if (startsWith(content, 0xFE, 0xFF) || startsWith(content, 0xFF, 0xFE)) {
            return new String(content, StandardCharsets.UTF_16);
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            return new String(content, WINDOWS);
        }
    }

    private static boolean startsWith(byte[] content, int first, int second) {
        return content.length >= 2 && (content[0] & 0xFF) == first && (content[1] & 0xFF) == second;
    }
}
