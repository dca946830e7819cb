package io.voicecampaigns.contact;

import java.util.List;

/** What stands at one place of a list: a row that can be read, or one that cannot. */
public sealed interface Entry permits Row, Bad {
    /** Counts the list's rows from 1, bad ones too and blank lines not; the same at every reading of the same file. */
    long row();

    /** The line of the file in which the row begins, from 1. */
    long line();

    /** The texts of the row as far as they can be told apart, in the file's order; personal data. */
    List<String> cells();
}
