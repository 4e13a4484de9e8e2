using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.PlatformImport.Found;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.PlatformImport.Writing;

/// <summary>
/// The file that <c>gateway database import-vault</c> reads: a line with its form, a line of JSON for each entry, and one with their
/// number. It is in clear, so that the gateway's key need not be where this program runs.
/// </summary>
internal sealed class EntryFile(StreamWriter writer, string service, FoundPlatform platform)
{
    private const string Form = "wxgw-import-1";

    private long _number;

    /// <summary>Gets the number of records written.</summary>
    public long Records { get; private set; }

    /// <summary>Writes accounts, ticket and records.</summary>
    public async Task WriteAsync(IAsyncEnumerable<FoundRecord> records, CancellationToken cancellationToken)
    {
        await writer.WriteLineAsync(Form.AsMemory(), cancellationToken);
        foreach (var authorizer in platform.Authorizers)
        {
            await WriteAsync("authorizer", JsonOf(authorizer), cancellationToken);
        }

        if (platform.Ticket is { } ticket)
        {
            await WriteAsync("ticket", JsonOf(ticket), cancellationToken);
        }

        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            await WriteAsync("record", JsonOf(record), cancellationToken);
            Records++;
        }

        await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"end\":{_number}}}").AsMemory(), cancellationToken);
    }

    private async Task WriteAsync(string kind, JsonObject entry, CancellationToken cancellationToken)
    {
        await writer.WriteLineAsync(new JsonObject { [kind] = entry }.ToJsonString().AsMemory(), cancellationToken);
        _number++;
    }

    private JsonObject JsonOf(FoundAuthorizer authorizer) => new()
    {
        ["platform"] = platform.AppId,
        ["appId"] = authorizer.AppId.Value,
        ["kind"] = authorizer.Kind.ToString(),
        ["status"] = nameof(AuthorizerState.Authorized),
        ["originalId"] = TextOf(authorizer.OriginalId),
        ["nickName"] = TextOf(authorizer.NickName),
        ["refreshToken"] = authorizer.RefreshToken,
        ["authTime"] = authorizer.AuthorizedAt?.ToUnixTimeMilliseconds(),

        // An event from before the account was authorized changes nothing of it.
        ["eventTime"] = authorizer.AuthorizedAt?.ToUnixTimeMilliseconds() ?? 0,
        ["functions"] = JsonSerializer.SerializeToNode(authorizer.Functions),
    };

    private JsonObject JsonOf(FoundTicket ticket) => new()
    {
        ["platform"] = platform.AppId,
        ["ticket"] = ticket.Value,
        ["receivedAt"] = ticket.ReceivedAt.ToUnixTimeMilliseconds(),
    };

    private JsonObject JsonOf(FoundRecord record) => new()
    {
        ["id"] = record.IdFor(platform.AppId),
        ["receivedAt"] = record.ReceivedAt.ToUnixTimeMilliseconds(),
        ["service"] = service,
        ["appId"] = record.AppId,
        ["infoType"] = record.InfoType,
        ["msgType"] = record.MsgType,
        ["event"] = record.Event,
        ["messageId"] = record.MessageId,
        ["body"] = record.Body,
    };

    private static string? TextOf(string text) => text.Length > 0 ? text : null;
}
