using System.Globalization;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Import;

/// <summary>Writes a service as ours.</summary>
internal static class ServiceSection
{
    private const string OAuthPath = "OAuthPath";
    private const string OAuthBackend = "OAuthBackend";
    private const string OAuthUserInfoFlag = "OAuthUserInfoFlag";

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
            section.Suggest(nameof(ServiceOptions.AppSecret), "", "there was no app-secret: userInfo, OAuth, late replies and calls of WeChat's API need one");
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
                section.Add(nameof(ServiceOptions.Encryption), nameof(EncryptionMode.Safe), "what WeChat pushes to shops is always encrypted");
            }
            else
            {
                section.Add(
                    nameof(ServiceOptions.Encryption),
                    nameof(EncryptionMode.Either),
                    "go-wx-gateway took plaintext beside encrypted pushes. Set it to Safe as soon as the WeChat console is in safe mode (安全模式)");
            }
        }
        else if (isShop)
        {
            section.Suggest(
                nameof(ServiceOptions.EncodingAesKey),
                "",
                [.. service.AesKey.Notes, "what WeChat pushes to shops is always encrypted: fill in the key from the WeChat console"]);
        }
        else if (service.AesKey.Notes.Count > 0)
        {
            section.Suggest(nameof(ServiceOptions.EncodingAesKey), "", service.AesKey.Notes);
        }
    }

    private static void AddMessages(CommentedObject section, SourceService service)
    {
        section.Add(
            nameof(ServiceOptions.MessagePath),
            service.MessagePath is { Value: "", Notes.Count: 0 } path ? path.Noting("fill in the path of the server URL (服务器地址): there was none") : service.MessagePath);
        if (service.MessageBackend.Value.Length > 0)
        {
            section.Add(nameof(ServiceOptions.MessageBackend), service.MessageBackend);
        }
        else
        {
            section.Suggest(nameof(ServiceOptions.MessageBackend), "", [.. service.MessageBackend.Notes, "without one, the gateway answers by itself (echo)"]);
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

        // One without the other is a fault here.
        Suggest(OAuthPath, path, backend.Notes.Count > 0 ? "it needs an OAuthBackend" : "it needs an OAuthBackend; a redirect-path without a redirect-url was not served");
        Suggest(OAuthBackend, backend, path.Notes.Count > 0 ? "it needs an OAuthPath" : "it needs an OAuthPath; go-wx-gateway did not start without a redirect-path");
        Suggest(OAuthUserInfoFlag, flag, "it needs both");

        void Suggest(string key, Found<string> found, string what)
        {
            if (found.Value.Length > 0 || found.Notes.Count > 0)
            {
                section.Suggest(key, found.Value, found.Value.Length > 0 ? [.. found.Notes, what] : found.Notes);
            }
        }
    }

    private static void AddTimeout(CommentedObject section, Found<long?> timeout)
    {
        var skew = timeout.Value switch
        {
            > LongestClockSkew => new(TimeSpan.FromSeconds(LongestClockSkew), [.. timeout.Notes, "the longest there is"]),
            > 0 and var seconds => new(TimeSpan.FromSeconds(seconds), timeout.Notes),
            _ => new Found<TimeSpan>(new ServiceOptions().MaxClockSkew, [.. timeout.Notes, "the default: timeout was not set, so pushes of any age were taken"]),
        };
        section.Add(nameof(ServiceOptions.MaxClockSkew), skew.Value.ToString("c", CultureInfo.InvariantCulture), skew.Notes);
    }
}
