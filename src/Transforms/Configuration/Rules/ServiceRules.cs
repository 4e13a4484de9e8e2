using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Checks WeChat's formats, and rules that span several keys of a service.</summary>
internal static class ServiceRules
{
    // The ledger remembers signatures twice as long: a push may be signed ahead of the gateway's clock as well as behind it.
    private static readonly TimeSpan LongestClockSkewRemembered = TimeSpan.FromMinutes(5);

    private const string FromConsole = "Copy it from the WeChat console";
    private const string AgainFromConsole = "Copy it again from the WeChat console";

    /// <summary>Reports errors of a service.</summary>
    public static void Check(ServiceSettings service, ConfigurationReport report)
    {
        CheckKind(service, report);
        CheckKeys(service, report);
        CheckEncryption(service, report);
        CheckMessagePath(service, report);
        ReplyRules.Check(service, report);
        OAuthRules.Check(service, report);
        QrLoginRules.Check(service, report);
        CheckCallbackIps(service, report);
    }

    /// <summary>Reports errors of what WeChat's console has, and of the time that pushes may be late.</summary>
    public static void CheckKeys(ServiceSettings service, ConfigurationReport report)
    {
        CheckAccount(service, report);
        CheckToken(service, nameof(ServiceOptions.Token), service.Options.Token, report);
        CheckToken(service, nameof(ServiceOptions.PreviousToken), service.Options.PreviousToken, report);
        CheckAesKey(service, nameof(ServiceOptions.EncodingAesKey), service.Options.EncodingAesKey, report);
        CheckAesKey(service, nameof(ServiceOptions.PreviousEncodingAesKey), service.Options.PreviousEncodingAesKey, report);
        CheckClockSkew(service, report);
    }

    private static void CheckKind(ServiceSettings service, ConfigurationReport report)
    {
        if (service.Options.Kind is ServiceKind.Platform or ServiceKind.Other)
        {
            report.Error(
                PathOf(service, nameof(ServiceOptions.Kind)),
                $"is {service.Options.Kind}, which this host does not serve",
                $"Set it to {ServiceKind.OfficialAccount}, {ServiceKind.MiniProgram} or {ServiceKind.ChannelsShop}");
        }
    }

    private static void CheckAccount(ServiceSettings service, ConfigurationReport report)
    {
        if (string.IsNullOrEmpty(service.Options.AppId))
        {
            report.Error(PathOf(service, nameof(ServiceOptions.AppId)), "is missing", FromConsole);
        }
        else if (!AppId.TryParse(service.Options.AppId, out _))
        {
            report.Error(PathOf(service, nameof(ServiceOptions.AppId)),
                $"must be printable text without spaces; it is '{service.Options.AppId}'", AgainFromConsole);
        }

        if (!AppSecret.TryParse(service.Options.AppSecret, out _))
        {
            report.Error(PathOf(service, nameof(ServiceOptions.AppSecret)), "must be printable text without spaces", AgainFromConsole);
        }
    }

    private static void CheckToken(ServiceSettings service, string key, string? token, ConfigurationReport report)
    {
        if (string.IsNullOrEmpty(token))
        {
            if (key == nameof(ServiceOptions.Token))
            {
                report.Error(PathOf(service, key), "is missing", FromConsole);
            }
        }
        else if (token.Length > CallbackToken.LongestLength)
        {
            report.Error(
                PathOf(service, key), $"must have 1 to {CallbackToken.LongestLength} characters; it has {token.Length}", AgainFromConsole);
        }
        else if (CallbackToken.Parse(token) is null)
        {
            report.Error(PathOf(service, key), "must be printable text without spaces", AgainFromConsole);
        }
    }

    private static void CheckAesKey(ServiceSettings service, string key, string? aesKey, ConfigurationReport report)
    {
        if (string.IsNullOrEmpty(aesKey))
        {
            return;
        }

        if (aesKey.Length != EncodingAesKey.TextLength)
        {
            report.Error(
                PathOf(service, key), $"must have {EncodingAesKey.TextLength} characters; it has {aesKey.Length}", AgainFromConsole);
        }
        else if (EncodingAesKey.Parse(aesKey) is null)
        {
            report.Error(PathOf(service, key), "must consist of letters, digits, + and /", AgainFromConsole);
        }
    }

    private static void CheckEncryption(ServiceSettings service, ConfigurationReport report)
    {
        var mode = service.Options.Encryption;
        if (mode is EncryptionMode.Safe or EncryptionMode.Compatible or EncryptionMode.Either
            && string.IsNullOrEmpty(service.Options.EncodingAesKey))
        {
            report.Error(PathOf(service, nameof(ServiceOptions.EncodingAesKey)), $"is missing, and Encryption is {mode}",
                $"{FromConsole}, or set Encryption to Plaintext");
        }

        if (mode == EncryptionMode.Either)
        {
            report.Warn(
                PathOf(service, nameof(ServiceOptions.Encryption)),
                "is Either, which takes pushes that are not encrypted",
                "Set it to Safe as soon as the mode is switched in the WeChat console");
        }
    }

    private static void CheckClockSkew(ServiceSettings service, ConfigurationReport report)
    {
        if (service.Options.MaxClockSkew > LongestClockSkewRemembered)
        {
            report.Warn(
                PathOf(service, nameof(ServiceOptions.MaxClockSkew)),
                $"is {service.Options.MaxClockSkew}, and pushes are remembered for {LongestClockSkewRemembered * 2}: whoever recorded " +
                    $"one can have it delivered again after that, and one that is not encrypted with another body",
                $"Set it to {LongestClockSkewRemembered} or less, and the clock right");
        }
    }

    private static void CheckMessagePath(ServiceSettings service, ConfigurationReport report)
    {
        var path = service.Options.MessagePath;
        if (string.IsNullOrEmpty(path))
        {
            return;
        }

        if (!path.StartsWith('/'))
        {
            report.Error(PathOf(service, nameof(ServiceOptions.MessagePath)), $"must begin with a slash; it is {path}",
                "Write the path of the server URL only, such as /wx");
        }
        else if (!PathRules.IsMessagePath(path))
        {
            report.Error(PathOf(service, nameof(ServiceOptions.MessagePath)), $"must not contain {{ }} * ? # or spaces; it is {path}",
                "Write the path of the server URL only, such as /wx");
        }
    }

    private static void CheckCallbackIps(ServiceSettings service, ConfigurationReport report)
    {
        if (service.Options.OnlyFromWeChat && string.IsNullOrEmpty(service.Options.AppSecret))
        {
            report.Error(
                PathOf(service, nameof(ServiceOptions.AppSecret)),
                $"is missing, and {nameof(ServiceOptions.OnlyFromWeChat)} is true: without it WeChat does not tell where it pushes from",
                $"{FromConsole}, or set {nameof(ServiceOptions.OnlyFromWeChat)} to false");
        }
    }

    internal static string PathOf(ServiceSettings service, string key) => $"{service.Section.Path}:{key}";
}
