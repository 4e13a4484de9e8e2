using System.Text.Json;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The options for writing messages and replies as JSON. Text stays plain UTF-8, since none of it goes into HTML.</summary>
internal static class MessageJson
{
    /// <summary>For backends: every character is kept.</summary>
    public static readonly JsonWriterOptions ToBackend = Write(dropControls: false);

    /// <summary>For WeChat: control characters are dropped, because WeChat refuses <c>\uXXXX</c> (errcode 40033).</summary>
    public static readonly JsonWriterOptions ToWeChat = Write(dropControls: true);

    private static JsonWriterOptions Write(bool dropControls)
        => new() { Encoder = new PlainJsonEncoder(dropControls), SkipValidation = true };
}
