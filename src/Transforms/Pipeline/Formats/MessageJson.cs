using System.Text.Json;

namespace WxYarpGateway.Transforms.Pipeline.Formats;

/// <summary>How messages and replies are written as JSON: text stays as it is, UTF-8. None of it is ever put into HTML.</summary>
public static class MessageJson
{
    /// <summary>Gets the options for backends, which get every character.</summary>
    public static JsonWriterOptions ToBackend { get; } = new()
    {
        Encoder = new PlainJsonEncoder(dropControls: false),
        SkipValidation = true
    };

    /// <summary>
    /// Gets the options for WeChat, which refuses <c>\uXXXX</c> (errcode 40033): control characters are dropped, as they are from XML.
    /// </summary>
    public static JsonWriterOptions ToWeChat { get; } = new() { Encoder = new PlainJsonEncoder(dropControls: true), SkipValidation = true };
}
