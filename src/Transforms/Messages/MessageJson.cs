using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxYarpGateway.Transforms.Messages;

/// <summary>How messages and replies are written as JSON.</summary>
internal static class MessageJson
{
    /// <summary>Text stays as it is: backends read UTF-8, and WeChat refuses <c>\uXXXX</c> (errcode 40033). None of it is ever put into HTML.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
