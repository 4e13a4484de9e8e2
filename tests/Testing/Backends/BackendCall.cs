using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WxYarpGateway.Testing.Backends;

/// <summary>A request that reached the backend.</summary>
public sealed record BackendCall(string Method, string Path, string Query, IHeaderDictionary Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}
