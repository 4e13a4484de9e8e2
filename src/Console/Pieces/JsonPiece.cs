namespace WxYarpGateway.Console.Pieces;

/// <summary>A part of a JSON text, to be shown in a color.</summary>
/// <param name="Kind">What it is: <c>name</c>, <c>text</c>, <c>number</c>, <c>word</c>, or empty for the rest.</param>
/// <param name="Text">The part.</param>
internal readonly record struct JsonPiece(string Kind, string Text);
