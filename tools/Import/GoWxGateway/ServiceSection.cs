using System.Globalization;
using WxYarpGateway.Import.Configuration;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Writes the section of a service.</summary>
internal static class ServiceSection
{
    private const string OAuthPath = "OAuthPath";
    private const string OAuthBackend = "OAuthBackend";
    private const string OAuthUserInfoFlag = "OAuthUserInfoFlag";
    private const string ShopsEncrypt = "what WeChat pushes to shops is always encrypted";

    /// <summary>The longest MaxClockSkew, in seconds: 36,500 days.</summary>
    private const long LongestClockSkew = 36_500L * 24 * 60 * 60;

    /// <summary>Returns the section of a service.</summary>
    public static CommentedObject Of(SourceService service, bool appendsUserInfo)
    {
        var section = new CommentedObject();
        section.Remark(service.Remarks);
        AddAccount(section, service);
        AddMessages(section, service);
        AddOAuth(section, service);
        if (!appendsUserInfo && service.IsShop.Value != true)
        {
            var userInfo = new CommentedObject();
            userInfo.Add(nameof(UserInfoOptions.Append), false);
            section.Add(nameof(ServiceOptions.UserInfo), userInfo);
        }

        AddTimeout(section, service.Timeout);
        return section;
    }

    private static void AddAccount(CommentedObject section, SourceService service)
    {
        if (service.IsShop.Value == true)
        {
            section.Add(nameof(ServiceOptions.Kind), nameof(ServiceKind.ChannelsShop), service.IsShop.Notes);
        }
        else
        {
            section.Remark(service.IsShop.Notes);
        }

        section.Add(nameof(ServiceOptions.AppId), service.AppId);
        if (service.AppSecret is { Value: "", Notes.Count: 0 })
        {
            section.Suggest(
                nameof(ServiceOptions.AppSecret),
                "",
                "there was no app-secret: userInfo, OAuth, late replies and calls of WeChat's API need one");
        }
        else
        {
            section.Add(nameof(ServiceOptions.AppSecret), service.AppSecret);
        }

        section.Add(nameof(ServiceOptions.Token), service.Token);
        AddEncryption(section, service);
    }

    private static void AddEncryption(CommentedObject section, SourceService service)
    {
        var isShop = service.IsShop.Value == true;
        if (service.AesKey.Value.Length > 0)
        {
            section.Add(nameof(ServiceOptions.EncodingAesKey), service.AesKey);
            if (isShop)
            {
                section.Add(nameof(ServiceOptions.Encryption), nameof(EncryptionMode.Safe), ShopsEncrypt);
            }
            else
            {
                section.Add(
                    nameof(ServiceOptions.Encryption),
                    nameof(EncryptionMode.Either),
                    "go-wx-gateway took plaintext beside encrypted pushes. "
                    + "Set it to Safe as soon as the WeChat console is in safe mode (安全模式)");
            }
        }
        else if (isShop)
        {
            section.Suggest(
                nameof(ServiceOptions.EncodingAesKey),
                "",
                [.. service.AesKey.Notes, $"{ShopsEncrypt}: fill in the key from the WeChat console"]);
        }
        else if (service.AesKey.Notes.Count > 0)
        {
            section.Suggest(nameof(ServiceOptions.EncodingAesKey), "", service.AesKey.Notes);
        }
    }

    private static void AddMessages(CommentedObject section, SourceService service)
    {
        var path = service.MessagePath;
        section.Add(
            nameof(ServiceOptions.MessagePath),
            path is { Value: "", Notes.Count: 0 } ? path.Noting("fill in the path of the server URL (服务器地址): there was none") : path);
        if (service.MessageBackend.Value.Length > 0)
        {
            section.Add(nameof(ServiceOptions.MessageBackend), service.MessageBackend);
        }
        else
        {
            section.Suggest(
                nameof(ServiceOptions.MessageBackend),
                "",
                [.. service.MessageBackend.Notes, "without one, the gateway answers by itself (echo)"]);
        }
    }

    private static void AddOAuth(CommentedObject section, SourceService service)
    {
        var (path, backend, flag) = (service.OAuthPath, service.OAuthBackend, service.OAuthUserInfoFlag);
        if (service.HasOAuth)
        {
            section.Add(OAuthPath, path);
            section.Add(OAuthBackend, backend);
            if (flag.Value.Length > 0 || flag.Notes.Count > 0)
            {
                section.Add(OAuthUserInfoFlag, flag);
            }

            return;
        }

        // The gateway refuses one without the other.
        var backendIsMissing = backend.Notes.Count > 0 ? "" : "; a redirect-path without a redirect-url was not served";
        var pathIsMissing = path.Notes.Count > 0 ? "" : "; go-wx-gateway did not start without a redirect-path";
        Suggest(OAuthPath, path, $"it needs an OAuthBackend{backendIsMissing}");
        Suggest(OAuthBackend, backend, $"it needs an OAuthPath{pathIsMissing}");
        Suggest(OAuthUserInfoFlag, flag, "it needs both");

        void Suggest(string key, Found<string> found, string needs)
        {
            if (found.Value.Length > 0 || found.Notes.Count > 0)
            {
                section.Suggest(key, found.Value, found.Value.Length > 0 ? [.. found.Notes, needs] : found.Notes);
            }
        }
    }

    private static void AddTimeout(CommentedObject section, Found<long?> timeout)
    {
        var skew = timeout.Value switch
        {
            > LongestClockSkew => new(TimeSpan.FromSeconds(LongestClockSkew), [.. timeout.Notes, "the longest there is"]),
            > 0 and var seconds => new(TimeSpan.FromSeconds(seconds), timeout.Notes),
            _ => new Found<TimeSpan>(
                new ServiceOptions().MaxClockSkew,
                [.. timeout.Notes, "the default: timeout was not set, so pushes of any age were taken"]),
        };
        section.Add(nameof(ServiceOptions.MaxClockSkew), skew.Value.ToString("c", CultureInfo.InvariantCulture), skew.Notes);
    }
}
