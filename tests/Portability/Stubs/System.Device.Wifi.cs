// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of System.Device.Wifi: signatures only, as the device has them.

namespace System.Device.Wifi
{
    public enum WifiReconnectionKind : int
    {
        Automatic = 0,
        Manual = 1,
    }
}

namespace nanoFramework.Networking
{
    public static class WifiNetworkHelper
    {
        public static global::System.Threading.ManualResetEvent NetworkReady { get => throw null; }
        public static global::nanoFramework.Networking.NetworkHelperStatus Status { get => throw null; }
        public static global::System.Exception HelperException { get => throw null; }
        public static void SetupNetworkHelper(bool requiresDateTime = false) => throw null;
        public static void SetupNetworkHelper(global::nanoFramework.Networking.IPConfiguration ipConfiguration, bool requiresDateTime = false) => throw null;
        public static void SetupNetworkHelper(string ssid, string password, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = (global::System.Device.Wifi.WifiReconnectionKind)0, bool requiresDateTime = false) => throw null;
        public static void Disconnect() => throw null;
        public static bool ConnectDhcp(string ssid, string password, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = (global::System.Device.Wifi.WifiReconnectionKind)0, bool requiresDateTime = false, int wifiAdapterId = 0, global::System.Threading.CancellationToken token = default) => throw null;
        public static bool ConnectFixAddress(string ssid, string password, global::nanoFramework.Networking.IPConfiguration ipConfiguration, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = (global::System.Device.Wifi.WifiReconnectionKind)0, bool requiresDateTime = false, int WifiAdapter = 0, global::System.Threading.CancellationToken token = default) => throw null;
        public static bool ScanAndConnectDhcp(string ssid, string password, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = (global::System.Device.Wifi.WifiReconnectionKind)0, bool requiresDateTime = false, int WifiAdapter = 0, global::System.Threading.CancellationToken token = default) => throw null;
        public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, global::System.Threading.CancellationToken token = default) => throw null;
        public static void Reset() => throw null;
    }
}
