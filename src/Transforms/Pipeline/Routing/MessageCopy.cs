namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>A copy of a message for another backend than the one that replies.</summary>
/// <param name="Name">What tells it from other copies of the same message, such as the name of the rule that wants it.</param>
/// <param name="Target">Where it goes.</param>
public sealed record MessageCopy(string Name, MessageTarget Target);
