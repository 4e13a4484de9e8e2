using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>A copy of configuration that stands still while it is read.</summary>
/// <remarks>
/// It also reads a thousand services in milliseconds: the framework's own sections look through every key there is to find the
/// children of one.
/// </remarks>
internal sealed class ConfigurationTree : IConfigurationSection
{
    private readonly Dictionary<string, ConfigurationTree> _children = new(StringComparer.OrdinalIgnoreCase);

    private ConfigurationTree(string key, string path)
    {
        Key = key;
        Path = path;
    }

    /// <inheritdoc/>
    public string Key { get; }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public string? Value { get; set; }

    /// <inheritdoc/>
    public string? this[string key]
    {
        get => GetSection(key).Value;
        set => throw new NotSupportedException("A copy of configuration stands still.");
    }

    /// <summary>Grows a tree from full paths and values.</summary>
    public static ConfigurationTree Grow(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var root = new ConfigurationTree("", "");
        foreach (var (path, value) in settings)
        {
            var node = root;
            foreach (var key in path.Split(ConfigurationPath.KeyDelimiter))
            {
                node = node.Child(key);
            }

            node.Value = value;
        }

        return root;
    }

    /// <inheritdoc/>
    public IConfigurationSection GetSection(string key)
    {
        var node = this;
        foreach (var part in key.Split(ConfigurationPath.KeyDelimiter))
        {
            // An absent section is an empty one, as everywhere in configuration.
            node = node._children.TryGetValue(part, out var child) ? child : new ConfigurationTree(part, node.PathOf(part));
        }

        return node;
    }

    /// <inheritdoc/>
    public IEnumerable<IConfigurationSection> GetChildren() => _children.Values.OrderBy(child => child.Key, ConfigurationKeyComparer.Instance);

    /// <inheritdoc/>
    public IChangeToken GetReloadToken() => NullChangeToken.Singleton;

    private ConfigurationTree Child(string key)
    {
        if (!_children.TryGetValue(key, out var child))
        {
            _children[key] = child = new ConfigurationTree(key, PathOf(key));
        }

        return child;
    }

    private string PathOf(string key) => Path.Length == 0 ? key : ConfigurationPath.Combine(Path, key);
}
