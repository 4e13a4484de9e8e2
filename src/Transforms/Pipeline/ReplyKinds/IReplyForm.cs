namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>
/// Writes every kind of reply in one wire form. A new kind is a new method, so the compiler names each form that lacks it.
/// </summary>
/// <remarks>
/// <c>ReplyXml</c> and <c>ReplyJson</c> write passive replies; <c>CustomerServiceMessage</c> writes late ones.
/// The gateway also reads replies: <see cref="StoredReply"/> from Redis and <c>BackendReply</c> from the backend's JSON.
/// WireFormTests has an example of every kind in all five forms, and fails for a kind without an example.
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

    /// <summary>Writes an object for WeChat itself.</summary>
    void Write(RawReply raw);
}
