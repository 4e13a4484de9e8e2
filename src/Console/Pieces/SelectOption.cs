namespace WxYarpGateway.Console.Pieces;

/// <summary>One choice of a <c>SelectBox</c>.</summary>
/// <param name="Value">What is chosen.</param>
/// <param name="Text">What people read.</param>
public sealed record SelectOption(string Value, string Text);
