using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.Platforms.Authorizers;

/// <summary>Writes accounts in a platform's care. There is no token in them.</summary>
internal static class AuthorizerAnswer
{
    /// <summary>Writes what a list shows of an account.</summary>
    public static void WriteShort(Utf8JsonWriter json, AuthorizerDetails details)
    {
        var authorizer = details.Authorizer;
        json.WriteString("appid"u8, authorizer.AppId.Value);
        json.WriteString("status"u8, authorizer.State.ToString());
        json.WriteString("kind"u8, authorizer.Kind.ToString());
        json.WriteString("type"u8, authorizer.Type);
        json.WriteString("originalId"u8, authorizer.OriginalId);
        json.WriteString("name"u8, authorizer.NickName);
        json.WriteStartArray("tags"u8);
        foreach (var tag in authorizer.Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes all there is of an account.</summary>
    public static void Write(Utf8JsonWriter json, AuthorizerDetails details)
    {
        WriteShort(json, details);
        var info = details.Info;
        json.WriteString("why"u8, details.BrokenWhy);
        json.WriteString("picture"u8, info.HeadImage);
        json.WriteString("qrCodeUrl"u8, info.QrCodeUrl);
        json.WriteString("principal"u8, info.PrincipalName);
        json.WriteString("alias"u8, info.Alias);
        WriteNumber(json, "verifyType", info.VerifyType);
        WriteNumber(json, "serviceType", info.ServiceType);
        WriteNumber(json, "accountStatus", info.AccountStatus);
        WriteNumber(json, "registerType", info.RegisterType);
        json.WriteStartArray("permissionSets"u8);
        foreach (var set in info.PermissionSets)
        {
            json.WriteNumberValue(set);
        }

        json.WriteEndArray();
        WriteJson(json, "categories", info.Categories);
        WriteJson(json, "overrides", details.Authorizer.Overrides);
        json.WriteString("note"u8, details.Note);
        if (details.Authorizer.EventTime is { } eventTime)
        {
            json.WriteString("eventTime"u8, eventTime);
        }

        json.WriteString("created"u8, details.CreatedAt);
        json.WriteString("updated"u8, details.UpdatedAt);
    }

    /// <summary>Writes how old the account's tokens are that this replica has in memory, without the tokens.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TokenState> tokens)
    {
        json.WriteStartArray("tokens"u8);
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, token.Kind.Name());
            WriteNumber(json, "age", (int?)token.Age?.TotalSeconds);
            WriteNumber(json, "left", (int?)token.Left?.TotalSeconds);
            json.WriteString("error"u8, token.Error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// Returns the error of an account that there is no token for: one that only its administrator can end is a conflict.
    /// </summary>
    public static GatewayError ErrorOf(WeChatError error)
        => error.Obstacle is TokenObstacle.Unauthorized or TokenObstacle.Broken or TokenObstacle.NeedsCode
            ? GatewayError.Of(StatusCodes.Status409Conflict, error.Message)
            : GatewayError.Of(error);

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteJson(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }
    }
}
