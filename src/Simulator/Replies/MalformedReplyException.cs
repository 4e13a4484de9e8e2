namespace WxYarpGateway.Simulator.Replies;

/// <summary>Says what WeChat finds wrong with a reply.</summary>
internal sealed class MalformedReplyException(string message, Exception? innerException = null) : Exception(message, innerException);
