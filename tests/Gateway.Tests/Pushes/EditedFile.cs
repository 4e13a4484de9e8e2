using System.Text.Json.Nodes;
using WxYarpGateway.Gateway.Tests.Access;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>The configuration of a gateway under load: what an operator has in the editor, saved in one step.</summary>
internal sealed class EditedFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wxgw-").FullName;
    private readonly JsonObject _json = new()
    {
        ["Gateway"] = new JsonObject { ["Services"] = new JsonObject() },
        ["ReverseProxy"] = new JsonObject { ["Routes"] = new JsonObject(), ["Clusters"] = new JsonObject() },
    };

    public string FullName => Path.Combine(_folder, "gateway.json");

    /// <summary>Gets the API key that the internal listener asks for as the file stands.</summary>
    public string? ApiKey { get; private set; }

    public JsonObject Service(string name) => (JsonObject)_json["Gateway"]!["Services"]![name]!;

    public void AddService(string name, string backend, string? aesKey = null)
        => _json["Gateway"]!["Services"]![name] = new JsonObject
        {
            ["AppId"] = "wx" + name,
            ["Token"] = "token-" + name,
            ["EncodingAesKey"] = aesKey,
            ["MessagePath"] = "/" + name,
            ["MessageBackend"] = backend,
            ["UserInfo"] = new JsonObject { ["Append"] = false },
        };

    public void RemoveService(string name) => ((JsonObject)_json["Gateway"]!["Services"]!).Remove(name);

    public void SetApiKey(string? key)
    {
        ApiKey = key;
        _json["Gateway"]!["InternalApiKeys"] = key is null ? [] : new JsonObject { ["crm"] = InternalListenerTests.DigestOf(key) };
    }

    public void SetRoute(string name, string backend, JsonArray? transforms = null)
    {
        _json["ReverseProxy"]!["Routes"]![name] = new JsonObject
        {
            ["ClusterId"] = name,
            ["Match"] = new JsonObject { ["Path"] = "/" + name },
            ["Transforms"] = transforms
        };
        _json["ReverseProxy"]!["Clusters"]![
            name] = new JsonObject { ["Destinations"] = new JsonObject { ["one"] = new JsonObject { ["Address"] = backend } } };
    }

    public void RemoveRoute(string name)
    {
        ((JsonObject)_json["ReverseProxy"]!["Routes"]!).Remove(name);
        ((JsonObject)_json["ReverseProxy"]!["Clusters"]!).Remove(name);
    }

    public void Save() => Save(_json.ToJsonString());

    public void Save(string text)
    {
        File.WriteAllText(FullName + ".new", text);
        File.Move(FullName + ".new", FullName, overwrite: true);
    }

    /// <summary>Saves the file with its last part missing.</summary>
    public void SaveHalf() => Save(_json.ToJsonString()[..^40]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
