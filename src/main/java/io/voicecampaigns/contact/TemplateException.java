package io.voicecampaigns.contact;

/**
 * A row that cannot fill a template. The message is for the list's owner, holds no value of the row, and is the same
 * for every row that fails in the same way. Without a stack trace: a list may hold a million such rows.
 */
public final class TemplateException extends RuntimeException {
    public TemplateException(String message) {
        super(message, null, false, false);
    }
}
