package io.voicecampaigns.campaign;

/** What a message may repeat of a file: enough to find the place, and no number that could be a person's. */
final class Excerpt {
    private static final int LONGEST = 40;

    private Excerpt() {
    }

    static String of(String text) {
        String plain = text.strip().replaceAll("\\p{Cntrl}", " ").replaceAll("\\d(?:[ .-]?\\d){8,}", "…");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
