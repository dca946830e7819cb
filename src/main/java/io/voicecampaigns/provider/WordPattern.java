package io.voicecampaigns.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words of a provider, however it spells them: {@code no_answer} is also {@code NoAnswer}, {@code no-answer} and {@code "No
 * answer"}. {@code *} stands for any letters, and the empty pattern for no word at all.
 */
final class WordPattern {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s._/-]+");

    private final Pattern pattern;

    private WordPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static WordPattern of(String text) {
        String regex = Arrays.stream(plain(text).split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return new WordPattern(Pattern.compile(regex));
    }

    static boolean any(List<WordPattern> patterns, String plainWord) {
        for (WordPattern pattern : patterns) {
            if (pattern.pattern.matcher(plainWord).matches()) {
                return true;
            }
        }
        return false;
    }

    static String plain(String word) {
        return BETWEEN_WORDS.matcher(HUMP.matcher(word.strip()).replaceAll("_")).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
