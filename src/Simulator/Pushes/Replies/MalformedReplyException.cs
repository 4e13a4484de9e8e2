namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>The error that WeChat finds in a reply.</summary>
internal sealed class MalformedReplyException(string message, Exception? innerException = null) : Exception(message, innerException);
