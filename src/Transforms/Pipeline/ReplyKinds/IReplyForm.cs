namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>The table of reply kinds: one reader's form of each. A new kind is a new method, so every form must say how it looks.</summary>
/// <remarks>
/// <c>ReplyXml</c> and <c>ReplyJson</c> are the passive forms, <c>CustomerServiceMessage</c> is the late one.
/// Two forms are read back and not written by hand: <see cref="StoredReply"/> (Redis) and <c>BackendReply</c> (the backend's JSON).
/// WireFormTests has an example of every kind in all five, and fails for a kind without one.
/// </remarks>
internal interface IReplyForm
{
    /// <summary>Writes a text.</summary>
    void Write(TextReply text);

    /// <summary>Writes an image.</summary>
    void Write(ImageReply image);

    /// <summary>Writes a voice message.</summary>
    void Write(VoiceReply voice);

    /// <summary>Writes a video.</summary>
    void Write(VideoReply video);

    /// <summary>Writes a piece of music.</summary>
    void Write(MusicReply music);

    /// <summary>Writes a list of articles.</summary>
    void Write(NewsReply news);

    /// <summary>Writes a transfer to human customer service.</summary>
    void Write(TransferCustomerServiceReply transfer);

    /// <summary>Writes an object of WeChat's own.</summary>
    void Write(RawReply raw);
}
