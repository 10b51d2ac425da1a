#include <vector>
int main() { std::vector<double> v(1ull << 50); return v.size() > 0; }
