package demo

import "ttyt.example/ttyt/internal/centre/asset"

// machine is one line of the demo centre's register.
type machine struct {
	code      string
	kind      asset.Kind
	name      string
	unit      string
	custodian string // a staff code
	maker     string
	model     string
	serial    string
	place     string
	ip        string // of its one interface; with it the machine is connected
	port      string // of the switch SW-01
	dependsOn []string
	idle      bool // in the store-room
}

// machines list the register after what each depends on: the server room, what runs in it, and what the departments use.
var machines = []machine{
	{code: "NET-01", kind: asset.InternetLine, name: "Đường truyền Internet chính, 300 Mb/s", unit: "CNTT", custodian: "NV006", maker: "Nhà mạng A", place: "Phòng máy chủ"},
	{code: "TL-01", kind: asset.NetworkDevice, name: "Tường lửa biên", unit: "CNTT", custodian: "NV006", maker: "MikroTik", model: "CCR2004", serial: "HDA0912K1", place: "Phòng máy chủ, tủ 1", ip: "10.10.0.1", dependsOn: []string{"NET-01"}},
	{code: "SW-01", kind: asset.NetworkDevice, name: "Chuyển mạch lõi", unit: "CNTT", custodian: "NV007", maker: "Cisco", model: "CBS350-48T", serial: "DNI2643A0QX", place: "Phòng máy chủ, tủ 1", ip: "10.10.0.2"},
	{code: "MC-01", kind: asset.Server, name: "Máy chủ phần mềm bệnh viện", unit: "CNTT", custodian: "NV006", maker: "Dell", model: "PowerEdge R450", serial: "7GKX2P3", place: "Phòng máy chủ, tủ 2", ip: "10.10.1.10", port: "1", dependsOn: []string{"SW-01"}},
	{code: "MC-02", kind: asset.Server, name: "Máy chủ sao lưu", unit: "CNTT", custodian: "NV007", maker: "Dell", model: "PowerEdge T350", serial: "5QWM8R3", place: "Phòng máy chủ, tủ 2", ip: "10.10.1.11", port: "2", dependsOn: []string{"SW-01"}},
	{code: "DL-BENHAN", kind: asset.DataSet, name: "Cơ sở dữ liệu bệnh án điện tử", unit: "KHNV", custodian: "NV010", dependsOn: []string{"MC-01"}},
	{code: "HIS", kind: asset.SoftwareSystem, name: "Phần mềm quản lý bệnh viện", unit: "CNTT", custodian: "NV006", maker: "Công ty phần mềm B", model: "5.2", dependsOn: []string{"MC-01", "DL-BENHAN"}},
	{code: "LT-BHYT", kind: asset.Integration, name: "Liên thông giám định bảo hiểm y tế", unit: "CNTT", custodian: "NV007", dependsOn: []string{"HIS", "TL-01"}},
	{code: "WEB", kind: asset.Website, name: "Trang thông tin điện tử của trung tâm", unit: "WEB", custodian: "NV008", dependsOn: []string{"TL-01"}},
	{code: "MT-KB-01", kind: asset.Workstation, name: "Máy trạm bàn tiếp đón", unit: "KB", custodian: "NV015", maker: "HP", model: "Pro Tower 280 G9", serial: "4CE2310F7K", place: "Nhà A, tầng 1", ip: "10.10.20.11", port: "11", dependsOn: []string{"HIS", "SW-01"}},
	{code: "MI-KB-01", kind: asset.Printer, name: "Máy in phiếu khám", unit: "KB", custodian: "NV015", maker: "Brother", model: "HL-L5100DN", serial: "E78221K2N1", place: "Nhà A, tầng 1", ip: "10.10.20.12", port: "12", dependsOn: []string{"SW-01"}},
	{code: "MT-NHI-01", kind: asset.Workstation, name: "Máy trạm phòng hành chính khoa Nhi", unit: "NHI", custodian: "NV025", maker: "HP", model: "Pro Tower 280 G9", serial: "4CE2310F8B", place: "Nhà B, phòng 204", ip: "10.10.20.21", port: "21", dependsOn: []string{"HIS", "SW-01"}},
	{code: "MT-NHI-02", kind: asset.Workstation, name: "Máy tính xách tay đi buồng", unit: "NHI", custodian: "NV024", maker: "Lenovo", model: "ThinkPad E14", serial: "PF4K9Z2T", place: "Nhà B, phòng 203", ip: "10.10.20.22", port: "22", dependsOn: []string{"HIS", "SW-01"}},
	{code: "MT-NOI-01", kind: asset.Workstation, name: "Máy trạm khoa Nội", unit: "NOI", custodian: "NV018", maker: "HP", model: "Pro Tower 280 G9", serial: "4CE2310F9D", place: "Nhà B, phòng 105", ip: "10.10.20.31", port: "31", dependsOn: []string{"HIS", "SW-01"}},
	{code: "MT-NOI-02", kind: asset.Workstation, name: "Máy trạm dự phòng khoa Nội", unit: "NOI", maker: "Dell", model: "Vostro 3910", serial: "9ZTL7W3", place: "Nhà B, kho tầng 1", idle: true},
	{code: "MT-TCKT-01", kind: asset.Workstation, name: "Máy trạm kế toán", unit: "TCKT", custodian: "NV012", maker: "Dell", model: "OptiPlex 3000", serial: "3HBN6V3", place: "Nhà C, phòng 302", ip: "10.10.20.41", port: "41", dependsOn: []string{"SW-01"}},
	{code: "XN-01", kind: asset.MedicalDevice, name: "Máy xét nghiệm sinh hóa tự động", unit: "XNCDHA", custodian: "NV031", maker: "Beckman Coulter", model: "AU480", serial: "2019051187", place: "Nhà A, tầng 2", ip: "10.10.30.11", port: "45", dependsOn: []string{"SW-01"}},
	{code: "SA-01", kind: asset.MedicalDevice, name: "Máy siêu âm màu", unit: "XNCDHA", custodian: "NV030", maker: "GE", model: "Voluson S8", serial: "S8J00412", place: "Nhà A, phòng 214", ip: "10.10.30.12", port: "46", dependsOn: []string{"SW-01"}},
	{code: "USB-KHNV-01", kind: asset.RemovableMedium, name: "Ổ cứng di động chuyển báo cáo", unit: "KHNV", custodian: "NV010", maker: "WD", model: "Elements 1 TB", serial: "WXA1E40P7KRD", place: "Tủ khóa phòng Kế hoạch"},
	{code: "MT-KM-01", kind: asset.Workstation, name: "Máy trạm Trạm Y tế xã Khe Mây", unit: "TYT-KM", maker: "Acer", model: "Veriton X4690G", serial: "DTVWKSV00C", place: "Phòng khám"},
}
