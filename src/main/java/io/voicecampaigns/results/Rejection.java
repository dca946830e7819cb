package io.voicecampaigns.results;

/**
 * A row of a list that was not enrolled.
 *
 * @param row  the row of the list, from 1
 * @param line the line of the file in which it begins, from 1
 */
public record Rejection(long row, long line, String reason) {
}
