using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>An immutable copy of the configuration.</summary>
/// <remarks>
/// It also reads a thousand services in milliseconds. The framework's sections scan all keys to find the
/// children of one.
/// </remarks>
internal sealed class ConfigurationTree : IConfigurationSection
{
    private const char Delimiter = ':';

    private static readonly Dictionary<string, ConfigurationTree> None = [];

    private readonly ConfigurationTree? _parent;
    private string? _path;

    // Most keys have no children.
    private Dictionary<string, ConfigurationTree> _children = None;

    private ConfigurationTree(string key, ConfigurationTree? parent)
    {
        Key = key;
        _parent = parent;
    }

    /// <inheritdoc/>
    public string Key { get; }

    /// <inheritdoc/>
    public string Path => _path ??= _parent is null ? "" : _parent.Path.Length == 0 ? Key : ConfigurationPath.Combine(_parent.Path, Key);

    /// <inheritdoc/>
    public string? Value { get; set; }

    /// <inheritdoc/>
    public string? this[string key]
    {
        get => GetSection(key).Value;
        set => throw new NotSupportedException("A copy of configuration stands still.");
    }

    /// <summary>Gets what supplied the value; <see langword="null"/> when that is not known, or there is none.</summary>
    public IConfigurationProvider? Provider { get; private set; }

    /// <summary>Builds a tree from full paths and values.</summary>
    public static ConfigurationTree Grow(IEnumerable<KeyValuePair<string, string?>> settings)
        => Grow(settings.Select(setting => KeyValuePair.Create(setting.Key, new ProvidedValue(setting.Value, Provider: null))));

    /// <summary>Builds a tree from full paths and values, of which it remembers what supplied them.</summary>
    public static ConfigurationTree Grow(IEnumerable<KeyValuePair<string, ProvidedValue>> settings)
    {
        var root = new ConfigurationTree("", null);
        foreach (var (path, value) in settings)
        {
            var node = root;
            foreach (var part in path.AsSpan().Split(Delimiter))
            {
                node = node.Child(path.AsSpan(part));
            }

            node.Value = value.Value;
            node.Provider = value.Provider;
            node.Adopt(path);
        }

        return root;
    }

    /// <inheritdoc/>
    public IConfigurationSection GetSection(string key)
    {
        var node = this;
        foreach (var part in key.AsSpan().Split(Delimiter))
        {
            // As everywhere in .NET configuration, an absent section is an empty one.
            node = node.Find(key.AsSpan(part), out var child) ? child : new ConfigurationTree(key[part], node);
        }

        return node;
    }

    /// <inheritdoc/>
    public IEnumerable<IConfigurationSection> GetChildren()
        => _children.Count == 0 ? [] : _children.Values.OrderBy(child => child.Key, ConfigurationKeyComparer.Instance);

    /// <summary>Returns the keys that have a value, below this one and this one itself, in the order of the framework.</summary>
    public IEnumerable<ConfigurationTree> Valued()
        => (Value is null ? [] : new[] { this }).Concat(GetChildren().Cast<ConfigurationTree>().SelectMany(child => child.Valued()));

    /// <inheritdoc/>
    public IChangeToken GetReloadToken() => NullChangeToken.Singleton;

    private ConfigurationTree Child(ReadOnlySpan<char> key)
    {
        if (!Find(key, out var child))
        {
            child = new ConfigurationTree(key.ToString(), this);
            _children = _children == None ? new(StringComparer.OrdinalIgnoreCase) : _children;
            _children.Add(child.Key, child);
        }

        return child;
    }

    private bool Find(ReadOnlySpan<char> key, [NotNullWhen(true)] out ConfigurationTree? child)
    {
        child = null;
        return _children.Count > 0 && _children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out child);
    }

    /// <summary>
    /// Shares the path string of the provider, which exists anyway and is long, unless another provider writes it in other letters.
    /// </summary>
    private void Adopt(string path)
    {
        if (_parent is { } parent && path.StartsWith(parent.Path, StringComparison.Ordinal) && path.EndsWith(Key, StringComparison.Ordinal))
        {
            _path = path;
        }
    }
}
