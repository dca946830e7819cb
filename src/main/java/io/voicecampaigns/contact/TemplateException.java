package io.voicecampaigns.contact;

/** A row that cannot fill a template. The message is for the list's owner and holds no value of the row. */
public final class TemplateException extends RuntimeException {
    public TemplateException(String message) {
        super(message);
    }
}
