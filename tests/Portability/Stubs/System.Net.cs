// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of System.Net: signatures only, as the device has them.

namespace System.Net
{
    public static class Dns
    {
        public static global::System.Net.IPHostEntry GetHostEntry(string hostNameOrAddress) => throw null;
    }

    public abstract class EndPoint
    {
        protected EndPoint() => throw null;
        public abstract global::System.Net.SocketAddress Serialize();
        public abstract global::System.Net.EndPoint Create(global::System.Net.SocketAddress socketAddress);
    }

    public class IPAddress
    {
        public static readonly global::System.Net.IPAddress Any;
        public static readonly global::System.Net.IPAddress Loopback;
        public static readonly global::System.Net.IPAddress Broadcast;
        public static readonly global::System.Net.IPAddress None;
        public static readonly global::System.Net.IPAddress IPv6Any;
        public static readonly global::System.Net.IPAddress IPv6Loopback;
        public IPAddress(long newAddress) => throw null;
        public IPAddress(byte[] address) => throw null;
        public IPAddress(byte[] address, long scopeid) => throw null;
        public global::System.Net.Sockets.AddressFamily AddressFamily { get => throw null; }
        public long ScopeId { get => throw null; set { } }
        public bool IsIPv4MappedToIPv6 { get => throw null; }
        public static bool operator ==(global::System.Net.IPAddress a, global::System.Net.IPAddress b) => throw null;
        public static bool operator !=(global::System.Net.IPAddress a, global::System.Net.IPAddress b) => throw null;
        public override bool Equals(object other) => throw null;
        public bool Equals(global::System.Net.IPAddress other) => throw null;
        public byte[] GetAddressBytes() => throw null;
        public static global::System.Net.IPAddress Parse(string ipString) => throw null;
        public override string ToString() => throw null;
        public static global::System.Net.IPAddress GetDefaultLocalAddress() => throw null;
        public override int GetHashCode() => throw null;
        public global::System.Net.IPAddress MapToIPv6() => throw null;
        public global::System.Net.IPAddress MapToIPv4() => throw null;
    }

    public class IPEndPoint : global::System.Net.EndPoint
    {
        public const int MinPort = 0;
        public const int MaxPort = 65535;
        public IPEndPoint(long address, int port) => throw null;
        public IPEndPoint(global::System.Net.IPAddress address, int port) => throw null;
        public global::System.Net.IPAddress Address { get => throw null; }
        public global::System.Net.Sockets.AddressFamily AddressFamily { get => throw null; }
        public int Port { get => throw null; }
        public override global::System.Net.SocketAddress Serialize() => throw null;
        public override global::System.Net.EndPoint Create(global::System.Net.SocketAddress socketAddress) => throw null;
        public override string ToString() => throw null;
        public override bool Equals(object obj) => throw null;
        public override int GetHashCode() => throw null;
    }

    public class IPHostEntry
    {
        public IPHostEntry() => throw null;
        public string HostName { get => throw null; }
        public global::System.Net.IPAddress[] AddressList { get => throw null; }
    }

    public class SocketAddress
    {
        public SocketAddress(global::System.Net.Sockets.AddressFamily family, int size) => throw null;
        public global::System.Net.Sockets.AddressFamily Family { get => throw null; }
        public int Size { get => throw null; }
        public byte this[int a0] { get => throw null; set { } }
        public override bool Equals(object obj) => throw null;
        public override int GetHashCode() => throw null;
    }
}

namespace System.Net.Sockets
{
    public enum AddressFamily : int
    {
        Unknown = -1,
        Unspecified = 0,
        Unix = 1,
        InterNetwork = 2,
        ImpLink = 3,
        Pup = 4,
        Chaos = 5,
        NS = 6,
        Ipx = 6,
        Iso = 7,
        Osi = 7,
        Ecma = 8,
        DataKit = 9,
        Ccitt = 10,
        Sna = 11,
        DecNet = 12,
        DataLink = 13,
        Lat = 14,
        HyperChannel = 15,
        AppleTalk = 16,
        NetBios = 17,
        VoiceView = 18,
        FireFox = 19,
        Banyan = 21,
        Atm = 22,
        InterNetworkV6 = 23,
        Cluster = 24,
        Ieee12844 = 25,
        Irda = 26,
        NetworkDesigners = 28,
        Max = 29,
    }

    public enum ProtocolType : int
    {
        IP = 0,
        IPv6HopByHopOptions = 0,
        Icmp = 1,
        Igmp = 2,
        Ggp = 3,
        IPv4 = 4,
        Tcp = 6,
        Pup = 12,
        Udp = 17,
        Idp = 22,
        IPv6 = 41,
        IPv6RoutingHeader = 43,
        IPv6FragmentHeader = 44,
        IPSecEncapsulatingSecurityPayload = 50,
        IPSecAuthenticationHeader = 51,
        IcmpV6 = 58,
        IPv6NoNextHeader = 59,
        IPv6DestinationOptions = 60,
        ND = 77,
        Raw = 255,
        Unspecified = 0,
        Ipx = 1000,
        Spx = 1256,
        SpxII = 1257,
        Unknown = -1,
    }

    public enum SelectMode : int
    {
        SelectRead = 0,
        SelectWrite = 1,
        SelectError = 2,
    }

    public class Socket : global::System.IDisposable
    {
        public Socket(global::System.Net.Sockets.AddressFamily addressFamily, global::System.Net.Sockets.SocketType socketType, global::System.Net.Sockets.ProtocolType protocolType) => throw null;
        public int Available { get => throw null; }
        public global::System.Net.EndPoint LocalEndPoint { get => throw null; }
        public global::System.Net.EndPoint RemoteEndPoint { get => throw null; }
        public bool Connected { get => throw null; }
        public int ReceiveTimeout { get => throw null; set { } }
        public int SendTimeout { get => throw null; set { } }
        public global::System.Net.Sockets.SocketType SocketType { get => throw null; }
        public void Bind(global::System.Net.EndPoint localEP) => throw null;
        public void Connect(global::System.Net.EndPoint remoteEP) => throw null;
        public void Close() => throw null;
        public void Listen(int backlog) => throw null;
        public global::System.Net.Sockets.Socket Accept() => throw null;
        public int Send(byte[] buffer) => throw null;
        public int Send(byte[] buffer, global::System.Net.Sockets.SocketFlags socketFlags) => throw null;
        public int Send(byte[] buffer, int size, global::System.Net.Sockets.SocketFlags socketFlags) => throw null;
        public int Send(byte[] buffer, int offset, int size, global::System.Net.Sockets.SocketFlags socketFlags) => throw null;
        public int SendTo(byte[] buffer, int offset, int size, global::System.Net.Sockets.SocketFlags socketFlags, global::System.Net.EndPoint remoteEP) => throw null;
        public int SendTo(byte[] buffer, int size, global::System.Net.Sockets.SocketFlags socketFlags, global::System.Net.EndPoint remoteEP) => throw null;
        public int SendTo(byte[] buffer, global::System.Net.Sockets.SocketFlags socketFlags, global::System.Net.EndPoint remoteEP) => throw null;
        public int SendTo(byte[] buffer, global::System.Net.EndPoint remoteEP) => throw null;
        public int Receive(byte[] buffer) => throw null;
        public int Receive(byte[] buffer, global::System.Net.Sockets.SocketFlags socketFlags) => throw null;
        public int Receive(byte[] buffer, int size, global::System.Net.Sockets.SocketFlags socketFlags) => throw null;
        public int Receive(byte[] buffer, int offset, int size, global::System.Net.Sockets.SocketFlags socketFlags) => throw null;
        public int ReceiveFrom(byte[] buffer, int offset, int size, global::System.Net.Sockets.SocketFlags socketFlags, ref global::System.Net.EndPoint remoteEP) => throw null;
        public int ReceiveFrom(byte[] buffer, int size, global::System.Net.Sockets.SocketFlags socketFlags, ref global::System.Net.EndPoint remoteEP) => throw null;
        public int ReceiveFrom(byte[] buffer, global::System.Net.Sockets.SocketFlags socketFlags, ref global::System.Net.EndPoint remoteEP) => throw null;
        public int ReceiveFrom(byte[] buffer, ref global::System.Net.EndPoint remoteEP) => throw null;
        public void SetSocketOption(global::System.Net.Sockets.SocketOptionLevel optionLevel, global::System.Net.Sockets.SocketOptionName optionName, int optionValue) => throw null;
        public void SetSocketOption(global::System.Net.Sockets.SocketOptionLevel optionLevel, global::System.Net.Sockets.SocketOptionName optionName, bool optionValue) => throw null;
        public void SetSocketOption(global::System.Net.Sockets.SocketOptionLevel optionLevel, global::System.Net.Sockets.SocketOptionName optionName, byte[] optionValue) => throw null;
        public object GetSocketOption(global::System.Net.Sockets.SocketOptionLevel optionLevel, global::System.Net.Sockets.SocketOptionName optionName) => throw null;
        public void GetSocketOption(global::System.Net.Sockets.SocketOptionLevel optionLevel, global::System.Net.Sockets.SocketOptionName optionName, byte[] val) => throw null;
        public bool Poll(int microSeconds, global::System.Net.Sockets.SelectMode mode) => throw null;
        protected virtual void Dispose(bool disposing) => throw null;
        void global::System.IDisposable.Dispose() { }
    }

    public enum SocketError : int
    {
        Success = 0,
        SocketError = -1,
        Interrupted = 10004,
        AccessDenied = 10013,
        Fault = 10014,
        InvalidArgument = 10022,
        TooManyOpenSockets = 10024,
        WouldBlock = 10035,
        InProgress = 10036,
        AlreadyInProgress = 10037,
        NotSocket = 10038,
        DestinationAddressRequired = 10039,
        MessageSize = 10040,
        ProtocolType = 10041,
        ProtocolOption = 10042,
        ProtocolNotSupported = 10043,
        SocketNotSupported = 10044,
        OperationNotSupported = 10045,
        ProtocolFamilyNotSupported = 10046,
        AddressFamilyNotSupported = 10047,
        AddressAlreadyInUse = 10048,
        AddressNotAvailable = 10049,
        NetworkDown = 10050,
        NetworkUnreachable = 10051,
        NetworkReset = 10052,
        ConnectionAborted = 10053,
        ConnectionReset = 10054,
        NoBufferSpaceAvailable = 10055,
        IsConnected = 10056,
        NotConnected = 10057,
        Shutdown = 10058,
        TimedOut = 10060,
        ConnectionRefused = 10061,
        HostDown = 10064,
        HostUnreachable = 10065,
        ProcessLimit = 10067,
        SystemNotReady = 10091,
        VersionNotSupported = 10092,
        NotInitialized = 10093,
        Disconnecting = 10101,
        TypeNotFound = 10109,
        HostNotFound = 11001,
        TryAgain = 11002,
        NoRecovery = 11003,
        NoData = 11004,
    }

    public class SocketException : global::System.Exception
    {
        public SocketException(global::System.Net.Sockets.SocketError errorCode) => throw null;
        public int ErrorCode { get => throw null; }
    }

    public enum SocketFlags : int
    {
        None = 0,
        OutOfBand = 1,
        Peek = 2,
        DontRoute = 4,
        MaxIOVectorLength = 16,
        Truncated = 256,
        ControlDataTruncated = 512,
        Broadcast = 1024,
        Multicast = 2048,
        Partial = 32768,
    }

    public enum SocketOptionLevel : int
    {
        Socket = 65535,
        IP = 0,
        IPv6 = 41,
        Tcp = 6,
        Udp = 17,
    }

    public enum SocketOptionName : int
    {
        Debug = 1,
        AcceptConnection = 2,
        ReuseAddress = 4,
        KeepAlive = 8,
        DontRoute = 16,
        Broadcast = 32,
        UseLoopback = 64,
        Linger = 128,
        OutOfBandInline = 256,
        DontLinger = -129,
        ExclusiveAddressUse = -5,
        SendBuffer = 4097,
        ReceiveBuffer = 4098,
        SendLowWater = 4099,
        ReceiveLowWater = 4100,
        SendTimeout = 4101,
        ReceiveTimeout = 4102,
        Error = 4103,
        Type = 4104,
        MaxConnections = 2147483647,
        IPOptions = 1,
        HeaderIncluded = 2,
        TypeOfService = 3,
        IpTimeToLive = 4,
        MulticastInterface = 9,
        MulticastTimeToLive = 10,
        MulticastLoopback = 11,
        AddMembership = 12,
        DropMembership = 13,
        DontFragment = 14,
        AddSourceMembership = 15,
        DropSourceMembership = 16,
        BlockSource = 17,
        UnblockSource = 18,
        PacketInformation = 19,
        HopLimit = 21,
        NoDelay = 1,
        BsdUrgent = 2,
        Expedited = 2,
        NoChecksum = 1,
        ChecksumCoverage = 20,
        UpdateAcceptContext = 28683,
        UpdateConnectContext = 28688,
    }

    public enum SocketType : int
    {
        Stream = 1,
        Dgram = 2,
        Raw = 3,
        Rdm = 4,
        Seqpacket = 5,
        Unknown = -1,
    }
}

namespace System.Net.NetworkInformation
{
    public class NetworkInterface
    {
        protected NetworkInterface(int interfaceIndex) => throw null;
        public bool IsAutomaticDnsEnabled { get => throw null; }
        public string IPv4Address { get => throw null; }
        public string IPv4GatewayAddress { get => throw null; }
        public string IPv4SubnetMask { get => throw null; }
        public bool IsDhcpEnabled { get => throw null; }
        public string[] IPv4DnsAddresses { get => throw null; }
        public byte[] PhysicalAddress { get => throw null; set { } }
        public NetworkInterfaceType NetworkInterfaceType { get => throw null; }
        public uint SpecificConfigId { get => throw null; set { } }
        public static bool GetIsNetworkAvailable() => throw null;
        public static NetworkInterface[] GetAllNetworkInterfaces() => throw null;
    }

    public enum NetworkInterfaceType : int
    {
        Unknown = 1,
        Ethernet = 6,
        Wireless80211 = 71,
        WirelessAP = 72,
    }
}
