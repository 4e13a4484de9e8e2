using System.Text.Json;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>A service of go-wx-gateway, read without regard to the others.</summary>
internal sealed record SourceService
{
    /// <summary>Gets its place in the file, such as <c>services[2]</c>.</summary>
    public required string Place { get; init; }

    public required Found<string> Name { get; init; }

    public required Found<bool?> IsShop { get; init; }

    public required Found<string> AppId { get; init; }

    public required Found<string> AppSecret { get; init; }

    public required Found<string> Token { get; init; }

    public required Found<string> AesKey { get; init; }

    public required Found<string> MessagePath { get; init; }

    public required Found<string> MessageBackend { get; init; }

    public required Found<string> OAuthPath { get; init; }

    public required Found<string> OAuthBackend { get; init; }

    public required Found<string> OAuthUserInfoFlag { get; init; }

    /// <summary>Gets the greatest age of a push in seconds; <see langword="null"/> when there is no such key.</summary>
    public required Found<long?> Timeout { get; init; }

    /// <summary>Gets remarks on the service as a whole.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Gets a value indicating whether nothing was filled in: samples have such an entry to explain further ones.</summary>
    public bool IsEmpty
        => Array.TrueForAll(
            [AppId, AppSecret, Token, AesKey, MessagePath, MessageBackend, OAuthPath, OAuthBackend], found => found.Value.Length == 0);

    /// <summary>Gets a value indicating whether its OAuth redirects are served: that takes a path and a backend.</summary>
    public bool HasOAuth => OAuthPath.Value.Length > 0 && OAuthBackend.Value.Length > 0;

    /// <summary>Gets a value indicating whether any request reaches it.</summary>
    public bool IsReached => MessagePath.Value.Length > 0 || HasOAuth;

    /// <summary>Reads an entry of the list.</summary>
    public static SourceService Read(JsonElement element, int index)
    {
        var service = new SourceObject(element, GoGatewayKeys.Service);
        var wxParams = service.Object(GoGatewayKeys.WxParams);
        var endpoints = service.Object(GoGatewayKeys.ListenEndpoints);
        return new SourceService
        {
            Place = $"{GoGatewayKeys.Services}[{index}]",
            Name = service.Text(GoGatewayKeys.Name),
            IsShop = service.Flag(GoGatewayKeys.IsChannelsEc),
            AppId = Credential.AppIdOf(wxParams.Value),
            AppSecret = Credential.AppSecretOf(wxParams.Value),
            Token = Credential.TokenOf(wxParams.Value),
            AesKey = Credential.AesKeyOf(wxParams.Value),
            MessagePath = PathForm.OfMessages(endpoints.Value.Text(GoGatewayKeys.ServicePath)),
            MessageBackend = BackendAddress.OfMessages(service.Text(GoGatewayKeys.MsgProxyPass)),
            OAuthPath = PathForm.OfOAuth(endpoints.Value.Text(GoGatewayKeys.RedirectPath)),
            OAuthBackend = BackendAddress.OfOAuth(service.Text(GoGatewayKeys.RedirectUrl)),
            OAuthUserInfoFlag = FlagOf(service.Text(GoGatewayKeys.RedirectUserInfoFlag)),
            Timeout = service.Number(GoGatewayKeys.Timeout),
            Remarks = [.. wxParams.Notes, .. endpoints.Notes, .. service.Remarks, .. wxParams.Value.Remarks, .. endpoints.Value.Remarks],
        };
    }

    private static Found<string> FlagOf(Found<string> found)
        => Hints.IsForFlag(found.Value)
            ? found.Becoming("", "fill in, if pages ask for snsapi_userinfo, what their URIs contain: what stood here was a hint")
            : found;
}
