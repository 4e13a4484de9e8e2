using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Forms;

/// <summary>
/// The form in which mpapi calls its <c>message_api</c>: <c>POST {path}?partner={appid}</c>, with user and trace in headers.
/// Its answer says nothing to the user: those backends reply by the customer-service API.
/// </summary>
/// <remarks>Source: mapleque/mpapi f6201dd, handler_message.go.</remarks>
internal sealed class MpapiForm(IEnumerable<IMessageApis> apis) : IBackendForm
{
    private const string User = "uuid";
    private const string Trace = "Kelp-Traceid";

    // The trace id in "00-{32 digits}-{16 digits}-01" (W3C Trace Context).
    private const int TraceStart = 3;
    private const int TraceEnd = 35;

    private readonly IMessageApis[] _apis = [.. apis];

    /// <inheritdoc/>
    public string Name => FormNames.Mpapi;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Write(MessageContext message, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(request);
        var account = message.Service.Account;
        request.QueryString = new QueryBuilder { { "partner", account.AppId.Value } }.ToQueryString();
        request.Headers.Remove(HeaderNames.Authorization);
        if (_apis.Select(source => source.TokenOf(account)).FirstOrDefault(token => !string.IsNullOrEmpty(token)) is { } token)
        {
            request.Headers.Authorization = token;
        }

        request.Headers.Remove(Trace);
        if (request.Headers.TraceParent.ToString() is { Length: > TraceEnd } parent)
        {
            request.Headers[Trace] = parent[TraceStart..TraceEnd];
        }
        else if (Activity.Current is { } activity)
        {
            // HttpClient writes the trace's header later.
            request.Headers[Trace] = activity.TraceId.ToHexString();
        }

        // An openid has letters, digits, '-' and '_'; what else comes in its place is no header.
        request.Headers.Remove(User);
        if (message.FromUserName is { Length: > 0 } user && user.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            request.Headers[User] = user;
        }

        using var json = JsonDocument.Parse(message.Body);
        return MpapiMessage.Write(message, json.RootElement);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> answer) => default;
}
