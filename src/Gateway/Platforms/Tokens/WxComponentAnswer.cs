using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Tokens;

/// <summary>An answer in wxcomponent's envelope, which has status 200 whatever happened.</summary>
/// <param name="Code">The code; 0 for a success.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Name">The name of the one value.</param>
/// <param name="Value">The value; <see langword="null"/> for none.</param>
internal sealed record WxComponentAnswer(int Code, string Message, string Name = "", string? Value = null)
{
    // The codes of its package errno.
    private const int InvalidParameter = 1001;
    private const int SystemError = 1002;
    private const int EmptyTicket = 1007;

    /// <summary>Gets the answer of a platform without a ticket.</summary>
    public static WxComponentAnswer NoTicket { get; } = new(EmptyTicket, "Ticket为空");

    /// <summary>Gets the answer to a request without an AppId.</summary>
    public static WxComponentAnswer NoAppId { get; } = new(InvalidParameter, "参数格式有误");

    /// <summary>Returns a success.</summary>
    public static WxComponentAnswer Of(string name, string value) => new(0, "OK", name, value);

    /// <summary>Gets a success without a value.</summary>
    public static WxComponentAnswer Done { get; } = new(0, "OK");

    /// <summary>Returns any other failure.</summary>
    public static WxComponentAnswer Failed(string message) => new(SystemError, message);

    /// <summary>Sends the answer.</summary>
    public Task SendAsync(HttpContext context) => JsonBody.SendAsync(context, Write);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("code"u8, Code);
        json.WriteString("errorMsg"u8, Message);
        if (Value is null)
        {
            json.WriteNull("data"u8);
            return;
        }

        json.WriteStartObject("data"u8);
        json.WriteString(Name, Value);
        json.WriteEndObject();
    }

    // The generated one would print the token.
    public override string ToString() => $"{Code} {Message}";
}
