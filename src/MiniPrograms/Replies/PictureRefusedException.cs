namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>Thrown when a picture is not fetched; the message says why, and ends a sentence that begins with "the picture".</summary>
internal sealed class PictureRefusedException(string message) : Exception(message);
